"""The demo council's offer in Polish and in easy read, and half of it in Arabic; and people who wish to read so."""

from __future__ import annotations

from datetime import date, timedelta

from careleavers.models import PolicyValue, User
from careleavers.permissions import Role
from careleavers.rules.layouts import Layout
from offers.documents.composing import ENCLOSING_AGES
from offers.models import EntryTranslation, LocalOffer, OfferTranslation, ReadingWish
from offers.queries.next_letters import letters_due
from offers.rules.languages import EASY_READ
from offers.rules.leaflet_words import OF_EASY_READ

# By the title of the entry: what it is, what they can have, how to ask.
Said = dict[str, tuple[str, str, str]]

POLISH_AROUND = {
    "health": "Zdrowie i dobre samopoczucie",
    "relationships": "Relacje",
    "education": "Nauka i szkolenia",
    "employment": "Praca",
    "accommodation": "Mieszkanie",
    "participation": "Udział w życiu społecznym",
    "financial_literacy": "Pieniądze na co dzień",
    "by_law": "To należy Ci się z mocy prawa",
    "by_choice": "To dajemy Ci dodatkowo",
    "how_to_get_it": "Jak to dostać",
    "ages": "Wiek",
    "only_in": "Tylko w miejscach",
    "in_custody": "Tylko wtedy, gdy jesteś w więzieniu lub areszcie",
    "not_in_custody": "Nie wtedy, gdy jesteś w więzieniu lub areszcie",
    "who_to_ask": "Kogo zapytać",
    "phone": "Zadzwoń do nas",
    "email": "Napisz do nas",
    "website": "Czytaj więcej",
    "ending": "Czegoś brakuje albo jest inaczej, niż tu napisano? Powiedz nam albo zapytaj, jak złożyć skargę.",
    "not_translated": "Ta część nie jest jeszcze przetłumaczona. Po angielsku:",
    "no_easy_read": "Nie mamy jeszcze wersji łatwej do czytania. Zadzwoń, przejdziemy przez to razem.",
}
POLISH: Said = {
    "Your health history": (
        "Historia Twojego zdrowia",
        "Kiedy opuszczasz opiekę, dajemy Ci opis Twojego zdrowia: na przykład szczepienia i lekarze.",
        "Zapytaj swojego doradcę.",
    ),
    "Free prescriptions for a year": (
        "Darmowe recepty przez rok",
        "Płacimy za zaświadczenie, więc leki z apteki nic Cię nie kosztują.",
        "Wyślij nam SMS z imieniem, nazwiskiem i datą urodzenia.",
    ),
    "A personal adviser": (
        "Osobisty doradca",
        "Ktoś tylko dla Ciebie: utrzymuje kontakt, pomaga z planem i wie, do kogo zadzwonić.",
        "Od 21 lat: zadzwoń do nas i powiedz „tak”.",
    ),
    "Sunday table": (
        "Niedzielny stół",
        "Wspólny posiłek w pierwszą niedzielę miesiąca. Weź ze sobą znajomych albo dziecko.",
        "Po prostu przyjdź do Wend House.",
    ),
    "Money for university": (
        "Pieniądze na studia",
        "Dostajesz je raz, na kurs trwający co najmniej dwa lata, który jest w Twoim planie.",
        "Zapytaj, zanim zacznie się kurs.",
    ),
    "A laptop for your course": (
        "Laptop na kurs",
        "Pożyczamy Ci laptop na czas nauki. Po ukończeniu jest Twój.",
        "Pokaż nam, że masz miejsce na kursie.",
    ),
    "Apprenticeships kept for you": (
        "Miejsca na praktyki dla Ciebie",
        "Co roku sześć miejsc w urzędzie jest najpierw dla osób, które opuściły opiekę.",
        "Powiemy Ci, kiedy będą otwarte.",
    ),
    "Clothes and travel for an interview": (
        "Ubranie i dojazd na rozmowę",
        "Do tej kwoty na każdą rozmowę, wypłacamy przed wyjazdem.",
        "Zapytaj doradcę dwa dni wcześniej.",
    ),
    "Money to set up your home": (
        "Pieniądze na urządzenie mieszkania",
        "Na łóżko, kuchenkę i zasłony, kiedy wprowadzasz się do własnego mieszkania.",
        "Zaplanuj to ze swoim doradcą.",
    ),
    "Help with council tax": (
        "Pomoc z podatkiem lokalnym",
        "W hrabstwie nie płacisz podatku lokalnego do 25. urodzin.",
        "Przyślij nam swój rachunek.",
    ),
    "A say in your plan, and how to complain": (
        "Głos w sprawie Twojego planu i skargi",
        "Nic o Tobie bez Ciebie. Rzecznik może mówić razem z Tobą, za darmo, jeśli się pomylimy.",
        "Zadzwoń i poproś o rzecznika.",
    ),
    "A free bus pass": (
        "Darmowy bilet autobusowy",
        "Wszystkie autobusy w hrabstwie, o każdej porze.",
        "Wypełnij kartę na naszej stronie.",
    ),
    "Money mornings": (
        "Poranki o pieniądzach",
        "Dwie godziny o czynszu, rachunkach i oszczędzaniu, ze śniadaniem.",
        "Wyślij SMS o treści MONEY.",
    ),
}
EASY: Said = {
    "A personal adviser": (
        "A person to help you",
        "You have your own adviser. They keep in touch. They help you with your plan.",
        "Are you 21 or older? Ring us. Say yes.",
    ),
    "Free prescriptions for a year": (
        "Free medicine for a year",
        "You do not pay for medicine from the chemist.",
        "Send us a text. Tell us your name. Tell us your birthday.",
    ),
    "Money to set up your home": (
        "Money for your first home",
        "You can buy a bed. You can buy a cooker. You can buy curtains.",
        "Plan it with your adviser.",
    ),
    "Help with council tax": (
        "No council tax",
        "You do not pay council tax in our county. This ends when you are 25.",
        "Do you get a bill? Send it to us.",
    ),
    "A say in your plan, and how to complain": (
        "Your plan is about you",
        "You say what you think. Somebody can speak up with you. This is free.",
        "Ring us. Ask for an advocate.",
    ),
    "A free bus pass": (
        "Free buses",
        "You can use all buses in the county. You pay nothing.",
        "Fill in the card on our website.",
    ),
}
ARABIC_AROUND = {
    "health": "الصحة والعافية",
    "relationships": "العلاقات",
    "education": "التعليم والتدريب",
    "employment": "العمل",
    "accommodation": "السكن",
    "participation": "المشاركة في المجتمع",
    "financial_literacy": "إدارة المال",
    "by_law": "يمنحك القانون ما يلي",
    "by_choice": "ونقدم لك أيضًا",
    "how_to_get_it": "كيف تحصل عليه",
    "ages": "العمر",
    "only_in": "فقط في",
    "in_custody": "فقط عندما تكون في السجن أو الحجز",
    "not_in_custody": "ليس عندما تكون في السجن أو الحجز",
    "who_to_ask": "من تسأل",
    "phone": "اتصل بنا",
    "email": "اكتب إلينا",
    "website": "اقرأ المزيد",
    "ending": "هل ينقص شيء، أو لم يحدث ما هو مكتوب هنا؟ أخبرنا، أو اسألنا كيف تقدم شكوى.",
    "not_translated": "هذا الجزء غير مترجم بعد. بالإنجليزية:",
    "no_easy_read": "ليست لدينا نسخة سهلة القراءة بعد. اتصل بنا ونقرأها معك.",
}
ARABIC: Said = {
    "A personal adviser": (
        "مستشار شخصي",
        "شخص خاص بك يبقى على اتصال معك، ويساعدك في خطتك، ويعرف بمن تتصل.",
        "من عمر 21: اتصل بنا وقل نعم.",
    ),
    "Money to set up your home": (
        "مال لتجهيز بيتك",
        "لأشياء مثل السرير والطباخ والستائر عندما تنتقل إلى بيت خاص بك.",
        "خطط لذلك مع مستشارك.",
    ),
    "Free prescriptions for a year": (
        "أدوية مجانية لمدة سنة",
        "ندفع ثمن الشهادة، فلا تدفع شيئًا مقابل الدواء من الصيدلية.",
        "أرسل لنا رسالة باسمك وتاريخ ميلادك.",
    ),
}
POLISH_BEGINNING = (
    "Nasza oferta dla osób, które opuściły opiekę",
    "Opiekowaliśmy się Tobą i nadal jesteśmy. Tu przeczytasz, co możesz dostać od nas i od naszych partnerów, "
    "gdziekolwiek teraz mieszkasz.\n\nCzęść należy Ci się z mocy prawa. Część dajemy, bo o to prosiliście.",
)
EASY_BEGINNING = (
    "What you can have from us",
    "You were in our care. We are still here for you. This tells you what you can have.",
)
ARABIC_BEGINNING = (
    "ما نقدمه لمن غادروا الرعاية",
    "لقد اعتنينا بك، وما زلنا هنا. تخبرك هذه النشرة بما يمكنك الحصول عليه منا ومن شركائنا، أينما تعيش الآن.",
)
APPROVED_BEFORE, NEXT_QUARTER = timedelta(days=120), timedelta(days=90)


def translations_of_the_offer(*, today: date, quarters: int) -> None:
    """Called inside the demo's action, once everybody is there."""
    offer = LocalOffer.objects.in_force(today)
    if offer is None:
        return
    wrote = User.objects.with_role(Role.PARTICIPATION_OFFICER, today=today).order_by("pk").first()
    managers = User.objects.with_role(Role.SERVICE_MANAGER, today=today)
    approved = next((each for each in managers.order_by("pk") if each != wrote), None)
    _translate(offer, "pl", POLISH_BEGINNING, POLISH_AROUND, POLISH, wrote, approved, today)
    _translate(offer, EASY_READ, EASY_BEGINNING, dict(OF_EASY_READ), EASY, wrote, approved, today)
    _translate(offer, "ar", ARABIC_BEGINNING, ARABIC_AROUND, ARABIC, wrote, None, today)
    wishes = (("pl", Layout.ORDINARY), ("en", Layout.EASY), ("ar", Layout.ORDINARY), ("en", Layout.LARGE))
    due = letters_due(PolicyValue.objects.in_force(today), today, today + NEXT_QUARTER)
    turning = sorted((occasion.falls_on, pk) for pk, occasion in due if occasion.age in ENCLOSING_AGES)
    for (_, pk), (language, layout) in zip(turning, wishes, strict=False):
        ReadingWish.objects.create(person_id=pk, language=language, layout=layout, recorded_by=wrote)


def _translate(
    offer: LocalOffer,
    language: str,
    beginning: tuple[str, str],
    around: dict[str, str],
    said: Said,
    wrote: User | None,
    approved: User | None,
    today: date,
) -> None:
    row = OfferTranslation.objects.create(
        offer=offer,
        language=language,
        edition=1,
        title=beginning[0],
        introduction=beginning[1],
        words=around,
        recorded_by=wrote,
        last_edited_by=wrote,
    )
    EntryTranslation.objects.bulk_create(
        EntryTranslation(translation=row, entry=entry, title=words[0], text=words[1], how_to_claim=words[2])
        for entry in offer.entries.all()
        if (words := said.get(entry.title))
    )
    if approved:
        row.state, row.approved_on, row.approved_by = OfferTranslation.APPROVED, today - APPROVED_BEFORE, approved
        row.save()

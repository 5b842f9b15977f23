"""Country names as the last line of an address, as GOV.UK Notify takes them.

In English, by the short and the long name, in a country's own language, and as people also write them.
"""

import re
import unicodedata

MARKS = str.maketrans("", "", " _-'’ʼ‘,.()")
# "Islamic Republic of Iran", and "Iran, Islamic Republic of".
FORM = (
    r"(?:(?:arab|bolivarian|co-?operative|commonwealth|confederation|democratic|duchy|federal|federated|federation|"
    r"federative|grand|hashemite|independent|islamic|kingdom|oriental|people[’']?s|plurinational|principality|"
    r"rep\.?|republic|socialist|sovereign|state|states|sultanate|territory|union)\s+)+of"
)
LONG_NAME = re.compile(rf"{FORM}\s+(?:the\s+)?(?P<short>.+)", re.IGNORECASE)
TURNED_ROUND = re.compile(rf"(?P<short>.+?)\s*,\s*(?:the\s+)?{FORM}(?:\s+the)?", re.IGNORECASE)


def _key(name: str) -> str:
    """One spelling for all ways to write a name: no capitals, accents, marks or spaces; "and" for & and +."""
    spelt_out = name.strip().replace("&", " and ").replace("+", " and ")
    plain = "".join(each for each in unicodedata.normalize("NFKD", spelt_out) if not unicodedata.combining(each))
    words = plain.casefold().split()
    if words[:1] == ["the"]:
        words = words[1:]
    if words[:1] in (["st"], ["st."]):
        words[0] = "saint"
    return "".join(words).translate(MARKS)


UNITED_KINGDOM = frozenset(
    _key(name)
    for name in """
    uk; u.k.; united kingdom; united kingdom of great britain and northern ireland; great britain; britain; gb; gbr;
    england; wales; cymru; scotland; northern ireland; north ireland; n ireland; ni; channel islands;
    lloegr; yr alban; gogledd iwerddon; y deyrnas unedig; prydain fawr
    """.split(";")  # noqa: SIM905 names read better as text
)
ISLANDS = frozenset(_key(name) for name in ("Jersey", "Guernsey", "Alderney", "Sark", "Herm", "Isle of Man"))

ABROAD = frozenset(
    _key(name)
    for name in """
    afghanistan; albania; algeria; american samoa; andorra; angola; anguilla; antigua and barbuda; argentina;
    armenia; aruba; australia; austria; azerbaijan; bahamas; bahrain; bangladesh; barbados; belarus; belgium;
    belize; benin; bermuda; bhutan; bolivia; bonaire; bosnia; bosnia and herzegovina; botswana; brazil;
    british virgin islands; brunei; bulgaria; burkina faso; burma; burundi; cambodia; cameroon; canada; cape verde;
    cayman islands; central african republic; chad; chile; china; colombia; comoros; congo;
    congo (democratic republic); democratic republic of the congo; dr congo; cook islands; costa rica;
    côte d'ivoire; cote d'ivoire; croatia; cuba; curaçao; curacao; cyprus; czech republic; czechia; denmark;
    djibouti; dominica; dominican republic; east timor; ecuador; egypt; eire; el salvador; equatorial guinea;
    eritrea; estonia; eswatini; ethiopia; falkland islands; faroe islands; fiji; finland; france; french guiana;
    french polynesia; gabon; gambia; georgia; germany; ghana; gibraltar; greece; greenland; grenada; guadeloupe;
    guam; guatemala; guinea; guinea-bissau; guyana; haiti; holland; honduras; hong kong; hungary; iceland; india;
    indonesia; iran; iraq; ireland; republic of ireland; israel; italy; ivory coast; jamaica; japan; jordan;
    kazakhstan; kenya; kiribati; kosovo; kuwait; kyrgyzstan; laos; latvia; lebanon; lesotho; liberia; libya;
    liechtenstein; lithuania; luxembourg; macao; macau; macedonia; madagascar; malawi; malaysia; maldives; mali;
    malta; marshall islands; martinique; mauritania; mauritius; mayotte; mexico; micronesia; moldova; monaco;
    mongolia; montenegro; montserrat; morocco; mozambique; myanmar; namibia; nauru; nepal; netherlands;
    new caledonia; new zealand; nicaragua; niger; nigeria; niue; north korea; north macedonia; norway; oman;
    pakistan; palau; palestine; occupied palestinian territories; panama; papua new guinea; paraguay; peru;
    philippines; pitcairn islands; poland; portugal; puerto rico; qatar; réunion; reunion; romania; russia;
    russian federation; rwanda; saint helena; saint kitts and nevis; saint lucia; saint vincent;
    saint vincent and the grenadines; samoa; san marino; sao tome and principe; saudi arabia; senegal; serbia;
    seychelles; sierra leone; singapore; sint maarten; slovakia; slovenia; solomon islands; somalia; somaliland;
    south africa; south korea; south sudan; spain; sri lanka; st helena; st kitts and nevis; st lucia; st vincent;
    st vincent and the grenadines; sudan; suriname; swaziland; sweden; switzerland; syria; taiwan; tajikistan;
    tanzania; thailand; timor-leste; togo; tonga; trinidad and tobago; tunisia; turkey; türkiye; turkiye;
    turkmenistan; turks and caicos islands; tuvalu; uganda; ukraine; united arab emirates; uae; united states;
    united states of america; usa; us; u.s.a.; uruguay; uzbekistan; vanuatu; vatican city; venezuela; vietnam;
    viet nam; wallis and futuna; western sahara; yemen; zambia; zimbabwe;
    abu dhabi; aland islands; america; ascension; azores; balearic islands; brunei darussalam; canary islands;
    christmas island; cocos islands; corsica; drc; dubai; easter island; hawaii; holy see; irish republic; korea;
    kyrgyz republic; lao pdr; madeira; myanmar (burma); netherlands antilles; norfolk island;
    northern mariana islands; pitcairn, henderson, ducie and oeno islands; rep of ireland; roi; saba;
    saint barthélemy; saint martin; saint pierre and miquelon; sicily; sint eustatius; slovak republic;
    south georgia and the south sandwich islands; southern ireland; svalbard; swiss confederation; syrian arab republic;
    tokelau; tristan da cunha; united states virgin islands; us virgin islands; vatican;
    algérie; belgië; belgique; bharat; bosna i hercegovina; brasil; cabo verde; cameroun; česká republika; česko;
    danmark; deutschland; eesti; ellada; españa; hellas; hrvatska; ísland; italia; kosova; latvija; lietuva;
    luxemburg; magyarország; maroc; mauritanie; méxico; moçambique; nederland; nippon; norge; österreich; pilipinas;
    polska; românia; rossiya; schweiz; sénégal; shqipëria; slovenija; slovensko; srbija; suid-afrika; suisse; suomi;
    sverige; svizzera; tchad; tunisie; ukraina; crna gora;
    россия; україна; българия; беларусь; србија; ελλάδα; κύπρος; إيران; ایران; العراق; عراق; افغانستان; سوريا; السودان;
    مصر; المغرب; الجزائر; الكويت; الأردن; لبنان; اليمن; پاکستان; ኢትዮጵያ; ኤርትራ; 中国; 中國; 日本; 대한민국; भारत
    """.split(";")  # noqa: SIM905 names read better as text
)


def is_united_kingdom(line: str) -> bool:
    """Whether a line names the United Kingdom or one of its nations."""
    return _key(line) in UNITED_KINGDOM


def is_crown_dependency(line: str) -> bool:
    """Whether a line names Jersey, Guernsey and its islands, or the Isle of Man: their post is inland post."""
    return _key(line) in ISLANDS


def is_abroad(line: str) -> bool:
    """Whether a line names any other country or territory."""
    if _key(line) in ABROAD:
        return True
    tidy = line.strip().removeprefix("The ").removeprefix("the ")
    long_name = LONG_NAME.fullmatch(tidy) or TURNED_ROUND.fullmatch(tidy)
    return long_name is not None and _key(long_name["short"]) in ABROAD

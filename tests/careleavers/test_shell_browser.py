"""The look in a real browser: accessible, quiet under the strict policy, no wider than the screen, by keyboard too."""

import time

import pytest

from tests.careleavers.test_shell_pages import GALLERY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _debug(settings) -> None:
    settings.DEBUG = True


def test_every_page_of_the_gallery_is_accessible_and_fits(visit, faults_at_each_width) -> None:
    window = visit()
    for address in [f"/gallery/{page}" for page in GALLERY] + ["/accounts/login/", "/accounts/password/reset/"]:
        page = window.open(address)
        assert faults_at_each_width(page) == [], address
    assert window.complaints == []


def test_nothing_is_wider_than_320_pixels(visit) -> None:
    window = visit("phone")
    window.page.set_viewport_size({"width": 320, "height": 640})
    for name in GALLERY:
        page = window.open(f"/gallery/{name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_slash_goes_to_the_search_box_unless_somebody_is_writing(visit) -> None:
    page = visit().open("/gallery/contact/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "header-search"
    page.focus("#id_note")
    page.keyboard.type("24/7")
    assert page.input_value("#id_note") == "24/7"


def test_today_and_yesterday_fill_the_date_and_tell_the_form(visit) -> None:
    page = visit("phone").open("/gallery/contact/")
    page.evaluate("document.querySelector('form.form').addEventListener('input', e => window.told = e.target.id)")
    page.click("text=Yesterday")
    assert page.input_value("#id_happened_on") == "2026-11-21"
    page.click("text=Today >> nth=-1")
    assert page.input_value("#id_happened_on") == "2026-11-22"
    assert page.evaluate("window.told") == "id_happened_on"


def test_a_second_press_while_the_first_is_on_its_way_sends_nothing(visit) -> None:
    page = visit().open("/gallery/contact/")
    page.evaluate(
        """() => { window.sent = 0;
            document.addEventListener('submit', event => {
                if (!event.defaultPrevented) window.sent += 1;
                event.preventDefault();
            }); }"""
    )
    page.dblclick("text=Save contact")
    page.click("text=Save contact")
    assert page.evaluate("window.sent") == 1
    assert page.get_attribute("text=Save contact", "aria-busy") == "true"


def test_the_summary_of_errors_has_the_focus_and_leads_to_the_first_input(visit) -> None:
    page = visit("phone").open("/gallery/contact/?sent")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.click("text=Choose what came of it >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_result_0"


def test_without_javascript_the_menu_is_open_and_nothing_hidden_is_needed(visit) -> None:
    page = visit("phone", java_script_enabled=False).open("/gallery/contact/")
    assert page.is_visible("text=Young people")
    assert page.is_visible("text=Sign out")
    assert not page.is_visible("text=Yesterday")
    assert page.is_visible("#id_happened_on")


def test_the_menu_opens_on_a_phone(visit) -> None:
    page = visit("phone").open("/gallery/today/")
    assert not page.is_visible("text=Young people")
    page.click("text=Menu")
    assert page.is_visible("text=Young people")
    assert page.is_visible("text=Sign out")


def test_whoever_is_signed_in_and_signing_out_keep_together(visit) -> None:
    """Wherever the menu breaks into two lines. Seen to fail: as two items of the menu."""
    page = visit().open("/gallery/today/")
    page.evaluate("""for (let more = 0; more < 6; more++) {
      const menu = document.querySelector("#navigation");
      menu.prepend(menu.firstElementChild.cloneNode(true));
    }""")
    apart = []
    for width in range(1280, 640, -20):
        page.set_viewport_size({"width": width, "height": 800})
        who, out = (page.locator(of).bounding_box() for of in (".masthead__who span", "text=Sign out"))
        assert who
        assert out
        if not who["y"] < out["y"] + out["height"] / 2 < who["y"] + who["height"]:
            apart.append(width)
    assert not apart


def test_the_skip_link_comes_first(visit) -> None:
    page = visit().open("/gallery/person/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_the_browser_keeps_nothing(visit) -> None:
    window = visit()
    for name in GALLERY:
        page = window.open(f"/gallery/{name}")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_nothing_moves_under_a_finger_while_the_page_comes(visit) -> None:
    """The menu folds when the program runs: a press between the first picture and that would fall on something else."""
    window = visit("phone")
    window.page.route("**/careleavers/app*.js", lambda route: (time.sleep(0.4), route.continue_()))
    page = window.open("/gallery/contact/")
    moved = page.evaluate(
        """() => new Promise(tell => new PerformanceObserver(list => tell(
            list.getEntries().reduce((sum, each) => sum + each.value, 0))).observe(
            {type: 'layout-shift', buffered: true}) || setTimeout(tell, 500, 0))"""
    )
    assert moved == 0

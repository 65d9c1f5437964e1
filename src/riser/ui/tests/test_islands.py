"""The plan grid and the drop zone in a real browser, on the plain forms they sit on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, FilePayload, Page, Route, expect

pytestmark = pytest.mark.browser
BUILT = Path(__file__).resolve().parents[1] / "static/riser"
ADDRESS = "http://riser.test/page"
CLASSES = '<option value=""></option><option value="S">Small</option><option value="L">Large</option>'
REFUSED = 'value="22.000" aria-invalid="true" data-why="Row 2, Cap: write 22000."'
GRID = f"""
<main><form data-plan-grid method="post"><table class="grid-p"><tbody>
<tr><td>1</td><td><input name="owner-1"></td><td><select name="class-1">{CLASSES}</select></td>
<td><input name="cap-1"></td></tr>
<tr><td>2</td><td><input name="owner-2"></td><td><select name="class-2">{CLASSES}</select></td>
<td class="bad"><input name="cap-2" {REFUSED}></td></tr>
</tbody></table><p data-grid-says></p>
<span data-grid-count data-one="1 cell pasted" data-many="{{n}} cells pasted"></span>
<button type="button" data-grid-undo hidden>Undo</button><button>Save</button></form></main>
"""
DROP = """
<main tabindex="-1"><form data-drop data-lost="Nothing was stored." method="post" action="/upload"
enctype="multipart/form-data"><input type="file" name="file"><p data-drop-name></p><p data-drop-why></p>
<button type="submit" data-choose="Choose a file">Send the file</button>
<progress max="1" value="0" hidden></progress></form></main>
"""
PASTE = """(field, text) => {
  const clipboard = new DataTransfer();
  clipboard.setData("text/plain", text);
  const paste = { clipboardData: clipboard, bubbles: true, cancelable: true };
  field.dispatchEvent(new ClipboardEvent("paste", paste));
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page at an address of its own; what it asks for is answered by the test."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def show(page: Page, body: str, island: str) -> None:
    """Opens a page with this body and this island."""
    page.route(ADDRESS, lambda route: route.fulfill(content_type="text/html", body=body))
    page.goto(ADDRESS)
    page.add_script_tag(path=BUILT / island, type="module")
    page.wait_for_timeout(50)


def value(page: Page, name: str) -> str:
    """What a field holds."""
    return page.locator(f"[name={name}]").input_value()


def choose(page: Page) -> None:
    """Chooses a small file; the field itself is behind the button."""
    page.locator("input[type=file]").set_input_files(
        FilePayload(name="ads.csv", mimeType="text/csv", buffer=b"day,spend")
    )


def paste(page: Page, name: str, text: str) -> None:
    """Pastes at a field."""
    field = page.locator(f"[name={name}]")
    field.focus()
    field.evaluate(PASTE, text)


def test_a_block_from_a_spreadsheet_fills_the_cells_from_the_current_one_on(page: Page) -> None:
    show(page, GRID, "plan-grid.js")
    paste(page, "owner-1", "Ana\tlarge\t30000\r\nBen\tS\t9500\r\n")
    assert [value(page, f"{cell}-1") for cell in ("owner", "class", "cap")] == ["Ana", "L", "30000"]
    assert [value(page, f"{cell}-2") for cell in ("owner", "class", "cap")] == ["Ben", "S", "9500"]
    expect(page.locator("td.pst")).to_have_count(6)
    expect(page.locator("[data-grid-count]")).to_have_text("6 cells pasted")


def test_a_quoted_cell_keeps_its_line_end_and_what_does_not_fit_is_left_out(page: Page) -> None:
    show(page, GRID, "plan-grid.js")
    paste(page, "cap-2", '"30 000"\tnowhere\nbelow the last row')
    assert value(page, "cap-2") == "30 000"
    paste(page, "owner-1", '"Ana ""the"" boss"\t\n')
    assert value(page, "owner-1") == 'Ana "the" boss'


def test_a_word_that_a_list_does_not_know_changes_nothing(page: Page) -> None:
    show(page, GRID, "plan-grid.js")
    paste(page, "owner-1", "Ana\tgigantic")
    assert value(page, "class-1") == ""


def test_undo_takes_back_the_last_change_as_a_whole(page: Page) -> None:
    show(page, GRID, "plan-grid.js")
    page.locator("[name=owner-1]").fill("Eva")
    page.locator("[name=cap-1]").focus()
    paste(page, "owner-1", "Ana\tL\nBen\tS")
    page.keyboard.press("Control+z")
    assert [value(page, "owner-1"), value(page, "class-1"), value(page, "owner-2")] == ["Eva", "", ""]
    page.get_by_role("button", name="Undo").click()
    assert value(page, "owner-1") == ""
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()


def test_arrows_and_enter_walk_the_grid_and_enter_sends_nothing(page: Page) -> None:
    show(page, GRID, "plan-grid.js")
    page.locator("[name=owner-1]").focus()
    walk = {"Enter": "owner-2", "ArrowUp": "owner-1", "ArrowRight": "class-1", "Tab": "cap-1"}
    for key, name in walk.items():
        page.keyboard.press(key)
        expect(page.locator(f"[name={name}]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[name=cap-2]")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.url == ADDRESS


def test_arrows_inside_a_text_move_its_caret_first(page: Page) -> None:
    show(page, GRID, "plan-grid.js")
    page.locator("[name=owner-1]").fill("Ana")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[name=owner-1]")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[name=class-1]")).to_be_focused()


def test_the_sentence_of_a_refused_cell_stands_under_the_grid_until_the_cell_is_changed(page: Page) -> None:
    show(page, GRID, "plan-grid.js")
    expect(page.locator("[data-grid-says]")).to_have_text("Row 2, Cap: write 22000.")
    page.locator("[name=cap-2]").fill("22000")
    page.locator("[name=owner-1]").focus()
    expect(page.locator("[data-grid-says]")).to_have_text("")
    expect(page.locator("td.bad")).to_have_count(0)


ROWS = """
<form class="lang" method="post"><button name="language" value="en">EN</button></form>
<form data-plan-grid method="post"><table class="grid-p"><tbody>
<tr><th><input type="hidden" name="row" value="campaign:1"></th><td><input name="owner" value="Ana"></td>
<td><input name="cap" value="{cap}" {typed}></td></tr>
<tr><th><input type="hidden" name="row" value="campaign:2"></th><td><input name="owner"></td>
<td><input name="cap"></td></tr></tbody></table>
<button type="button" data-grid-back hidden>Bring back</button><button>Save</button></form>
<a href="/elsewhere">Elsewhere</a>
"""


def asked(page: Page) -> list[str]:
    """What the browser asks before it leaves; the person stays."""
    kinds: list[str] = []

    def stay(dialog: Dialog) -> None:
        kinds.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return kinds


def test_leaving_with_unsaved_cells_asks_first_and_without_any_it_does_not(page: Page) -> None:
    kinds = asked(page)
    page.route("**/elsewhere", lambda route: route.fulfill(content_type="text/html", body="<h1>Away</h1>"))
    show(page, ROWS.format(cap="100", typed=""), "plan-grid.js")
    page.locator("[name=owner]").first.fill("Eva")
    page.get_by_role("link", name="Elsewhere").click(no_wait_after=True)
    page.wait_for_timeout(200)
    assert kinds == ["beforeunload"]
    page.locator("[name=owner]").first.fill("Ana")
    page.get_by_role("link", name="Elsewhere").click()
    expect(page.locator("h1")).to_have_text("Away")
    assert kinds == ["beforeunload"]


def test_a_refused_cell_is_unsaved_although_the_page_holds_it(page: Page) -> None:
    kinds = asked(page)
    show(page, ROWS.format(cap="22.000", typed="data-typed"), "plan-grid.js")
    page.locator("[name=owner]").first.focus()
    page.keyboard.press("ArrowRight")  # browsers ask only after the person did something
    page.get_by_role("link", name="Elsewhere").click(no_wait_after=True)
    page.wait_for_timeout(200)
    assert kinds == ["beforeunload"]


def test_what_was_typed_survives_the_change_of_language_and_comes_back_with_one_click(page: Page) -> None:
    kinds = asked(page)
    show(page, ROWS.format(cap="100", typed=""), "plan-grid.js")
    page.locator("[name=cap]").first.fill("120")
    page.locator("[name=owner]").last.fill("Eva")
    page.get_by_role("button", name="EN").click()
    page.add_script_tag(path=BUILT / "plan-grid.js", type="module")
    back = page.get_by_role("button", name="Bring back")
    expect(back).to_be_visible()
    assert [field.input_value() for field in page.locator("[name=cap]").all()] == ["100", ""]
    back.click()
    assert [field.input_value() for field in page.locator("[name=cap]").all()] == ["120", ""]
    assert [field.input_value() for field in page.locator("[name=owner]").all()] == ["Ana", "Eva"]
    expect(back).to_be_hidden()
    assert kinds == []


def test_saving_asks_nothing_and_forgets_what_was_kept(page: Page) -> None:
    kinds = asked(page)
    show(page, ROWS.format(cap="100", typed=""), "plan-grid.js")
    page.locator("[name=cap]").first.fill("120")
    page.get_by_role("button", name="EN").click()
    page.add_script_tag(path=BUILT / "plan-grid.js", type="module")
    page.locator("[name=cap]").first.fill("130")
    page.get_by_role("button", name="Save").click()
    page.add_script_tag(path=BUILT / "plan-grid.js", type="module")
    page.wait_for_timeout(50)
    expect(page.get_by_role("button", name="Bring back")).to_be_hidden()
    assert kinds == []


def test_choosing_a_file_sends_it_and_goes_where_the_server_says(page: Page) -> None:
    sent: list[str] = []

    def stored(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.fulfill(status=204, headers={"Riser-Location": "/loads/5/"})

    show(page, DROP, "drop.js")
    page.route("**/upload", stored)
    done = "<h1>1,224 rows</h1>"
    page.route("**/loads/5/", lambda route: route.fulfill(content_type="text/html", body=done))
    choose(page)
    expect(page.locator("h1")).to_have_text("1,224 rows")
    assert "ads.csv" in sent[0]
    assert page.url.endswith("/loads/5/")


def test_a_refusal_replaces_the_content_and_the_zone_works_again(page: Page) -> None:
    answer = DROP.replace("<p data-drop-why></p>", "<p data-drop-why>Row 3: no day.</p>")
    show(page, DROP, "drop.js")
    page.route("**/upload", lambda route: route.fulfill(status=422, content_type="text/html", body=answer))
    choose(page)
    expect(page.locator("[data-drop-why]")).to_have_text("Row 3: no day.")
    expect(page.locator("form")).to_have_class("ready")


def test_a_lost_connection_is_said_with_what_happened_to_the_data(page: Page) -> None:
    show(page, DROP, "drop.js")
    page.route("**/upload", lambda route: route.abort())
    choose(page)
    expect(page.locator("[data-drop-why]")).to_have_text("Nothing was stored.")
    expect(page.get_by_role("button", name="Choose a file")).to_be_enabled()

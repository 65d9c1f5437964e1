/* Drop zone over a plain form with one file field.

   The form posts by itself without this script. With it: the file may be dropped anywhere on the zone, its
   name and the progress of the upload are shown, and choosing is enough, no second press. The server
   answers with a page or a redirect, exactly as it does to the plain form.

   Markup: <form data-drop> with input[type=file], [data-drop-name], progress[hidden], [data-drop-why]. */

class DropZone {
  private readonly field: HTMLInputElement;
  private readonly submit: HTMLButtonElement | null;
  private depth = 0;

  constructor(private readonly form: HTMLFormElement) {
    const field = form.querySelector<HTMLInputElement>('input[type="file"]');
    if (!field) throw new Error("A drop zone needs a file field");
    this.field = field;
    this.submit = form.querySelector<HTMLButtonElement>('button[type="submit"]');
    form.classList.add("ready");
    if (this.submit) {
      field.hidden = true; // reached through the button from now on
      this.submit.textContent = this.submit.dataset["choose"] ?? this.submit.textContent;
    }
    this.listen();
  }

  private listen(): void {
    this.field.addEventListener("change", () => this.send());
    this.submit?.addEventListener("click", (event) => this.chooseFirst(event));
    this.form.addEventListener("dragenter", (event) => this.hover(event, 1));
    this.form.addEventListener("dragleave", (event) => this.hover(event, -1));
    this.form.addEventListener("dragover", (event) => event.preventDefault());
    this.form.addEventListener("drop", (event) => this.drop(event));
    /* A file that misses the zone must not replace the page. */
    window.addEventListener("dragover", (event) => event.preventDefault());
    window.addEventListener("drop", (event) => event.preventDefault());
  }

  private chooseFirst(event: Event): void {
    if (this.field.files?.length) return;
    event.preventDefault();
    this.field.click();
  }

  private hover(event: DragEvent, step: 1 | -1): void {
    event.preventDefault();
    this.depth += step;
    this.form.classList.toggle("over", this.depth > 0);
  }

  private drop(event: DragEvent): void {
    event.preventDefault();
    this.depth = 0;
    this.form.classList.remove("over");
    const files = event.dataTransfer?.files;
    if (!files?.length) return;
    this.field.files = files;
    this.send();
  }

  private send(): void {
    const file = this.field.files?.[0];
    if (!file) return;
    this.say("[data-drop-name]", file.name);
    this.say("[data-drop-why]", "");
    const request = new XMLHttpRequest();
    const bar = this.form.querySelector("progress");
    if (bar) {
      bar.hidden = false;
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) bar.value = event.loaded / event.total;
        /* Sent in full: the server is reading now, for a time nobody knows. */
        if (event.loaded === event.total) bar.removeAttribute("value");
      });
    }
    request.addEventListener("load", () => this.show(request));
    request.addEventListener("error", () => this.fail(bar));
    request.open("POST", this.form.action);
    request.setRequestHeader("Riser-Upload", "1");
    request.send(new FormData(this.form));
    this.form.setAttribute("aria-busy", "true");
    if (this.submit) this.submit.disabled = true;
  }

  private show(request: XMLHttpRequest): void {
    const next = request.getResponseHeader("Riser-Location");
    if (next) {
      location.assign(next);
      return;
    }
    /* The server answered with a page that says what was wrong. */
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    document.title = page.title;
    document.querySelector("main")?.replaceWith(document.adoptNode(page.querySelector("main") ?? page.body));
    start();
    document.querySelector("main")?.focus();
  }

  private fail(bar: HTMLProgressElement | null): void {
    if (bar) bar.hidden = true;
    this.form.removeAttribute("aria-busy");
    if (this.submit) this.submit.disabled = false;
    this.field.value = "";
    this.say("[data-drop-name]", "");
    this.say("[data-drop-why]", this.form.dataset["lost"] ?? "");
  }

  private say(selector: string, text: string): void {
    const place = this.form.querySelector(selector);
    if (place) place.textContent = text;
  }
}

function start(): void {
  document.querySelectorAll<HTMLFormElement>("form[data-drop]:not(.ready)").forEach((form) => new DropZone(form));
}

start();

// Sends a recording to the app in one streamed request and tells Python when it has arrived.

const UNITS = ["bytes", "kB", "MB", "GB"];

function inWords(bytes) {
  let unit = 0;
  let amount = bytes;
  while (amount >= 1000 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return `${amount.toFixed(unit < 2 || amount >= 100 ? 0 : 1)} ${UNITS[unit]}`;
}

function refusal(request) {
  try {
    const { message, remedy } = JSON.parse(request.responseText);
    return `${message} ${remedy}`.trim();
  } catch {
    return "The recording did not arrive. Look whether the app is still running, then try again.";
  }
}

class Uploader {
  constructor(root) {
    this.at = (name) => root.querySelector(`.${name}`);
    this.request = null;
    this.depth = 0;
    this.warn = (event) => this.request && event.preventDefault();
    this.at("file").addEventListener("change", (event) => this.take(event.target.files));
    this.at("stop").addEventListener("click", () => this.request?.abort());
    this.listenForDrops(this.at("drop"));
    window.addEventListener("beforeunload", this.warn);
  }

  listenForDrops(zone) {
    const over = (step) => {
      this.depth = Math.max(0, this.depth + step);
      zone.classList.toggle("over", this.depth > 0);
    };
    zone.addEventListener("dragenter", () => over(1));
    zone.addEventListener("dragleave", () => over(-1));
    zone.addEventListener("dragover", (event) => event.preventDefault());
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      over(-this.depth);
      this.take(event.dataTransfer.files);
    });
  }

  update({ data, setStateValue }) {
    this.data = data;
    this.arrived = (upload) => setStateValue("upload", upload);
    this.at("file").accept = data.accept;
    this.at("limit").textContent = data.hint;
  }

  take(files) {
    if (files.length === 0 || this.request) return;
    const [file] = files;
    this.say("", "");
    if (files.length > 1) this.say("", "Hand in one recording at a time.");
    else if (file.size === 0) this.say("", `'${file.name}' is empty.`);
    else if (file.size > this.data.limit) this.say("", this.data.too_large);
    else this.send(file);
    this.at("file").value = "";
  }

  send(file) {
    const request = new XMLHttpRequest();
    this.request = request;
    this.show(file);
    request.upload.onprogress = (event) => this.progress(event.loaded, file.size);
    request.onload = () => this.finish(request, file);
    request.onerror = () => this.end("", refusal(request));
    request.onabort = () => this.end("Stopped. Nothing was kept.", "");
    request.open("PUT", this.data.address);
    request.setRequestHeader(this.data.ticket_header, this.data.ticket);
    request.setRequestHeader(this.data.name_header, encodeURIComponent(file.name));
    request.send(file);
  }

  finish(request, file) {
    if (request.status !== 200) return this.end("", refusal(request));
    this.end(`${file.name} has arrived.`, "");
    this.arrived(JSON.parse(request.responseText));
  }

  show(file) {
    this.at("name").textContent = file.name;
    this.progress(0, file.size);
    this.at("ask").hidden = true;
    this.at("going").hidden = false;
    this.at("stop").focus();
  }

  progress(loaded, total) {
    const sent = Math.min(loaded, total);
    this.at("bar").value = sent / total;
    this.at("share").textContent =
      sent < total ? `${inWords(sent)} of ${inWords(total)}` : "Writing it safely to disk …";
  }

  end(said, wrong) {
    this.request = null;
    this.at("ask").hidden = false;
    this.at("going").hidden = true;
    this.say(said, wrong);
  }

  say(said, wrong) {
    this.at("said").textContent = said;
    this.at("wrong").textContent = wrong;
  }

  close() {
    window.removeEventListener("beforeunload", this.warn);
    this.request?.abort();
  }
}

const mounted = new WeakMap();

export default function (component) {
  const root = component.parentElement;
  const zone = root.querySelector(".drop");
  if (!mounted.has(zone)) mounted.set(zone, new Uploader(root));
  mounted.get(zone).update(component);
  return () => mounted.get(zone)?.close();
}

// Ura: what the pages gain with JavaScript. Nothing here is needed for them to work. docs/look.md
(() => {
  "use strict";
  const $ = (s, r = document) => r.querySelector(s), $$ = (s, r = document) => [...r.querySelectorAll(s)];
  const store = (() => { try { localStorage.setItem("ura", "1"); return localStorage; } catch { return null; } })();
  const typing = (e) => e.target.closest && e.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

  // keys: single letters can be switched off (WCAG 2.1.4)
  const keysOn = () => !store || store.getItem("ura-keys") !== "off";
  const toRow = (step) => {
    const rows = $$(".table tbody tr, .list > li").filter((r) => $("a, button", r) && r.offsetParent);
    const at = rows.findIndex((r) => r.contains(document.activeElement));
    const row = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step];
    if (row) { $("a, button", row).focus(); row.scrollIntoView({ block: "nearest" }); }
  };
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape") $$("details.menu[open]").forEach((d) => { d.open = false; $("summary", d).focus(); });
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && e.target.form) { e.preventDefault(); const b = $("[type=submit]:enabled:not([data-not-by-key])", e.target.form); if (b) b.click(); }
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || typing(e) || !keysOn() || $("dialog[open]")) return;
    const target = e.key.length === 1 && $(`[data-key="${CSS.escape(e.key)}"]`);
    if (target) { e.preventDefault(); if (target.matches("input")) { target.focus(); target.select(); } else target.click(); }
    else if (e.key === "j") toRow(1);
    else if (e.key === "k") toRow(-1);
    else if (e.key === "?" && $("#keys")) { e.preventDefault(); $("#keys").showModal(); }
  });

  // clicks: open a dialog, print, copy, discard a draft
  document.addEventListener("click", (e) => {
    $$("details.menu[open]").forEach((d) => { if (!d.contains(e.target)) d.open = false; });
    const el = e.target.closest("[data-opens], [data-print], [data-copy], [data-discard]");
    if (!el) { if (e.target.matches("dialog")) e.target.close(); return; }
    if (el.dataset.opens !== undefined) { const d = document.getElementById(el.dataset.opens); if (d && d.showModal) { e.preventDefault(); d.showModal(); } }
    if (el.dataset.print !== undefined) print();
    if (el.dataset.copy !== undefined && navigator.clipboard) navigator.clipboard.writeText($(el.dataset.copy).textContent.trim()).then(() => { if (el.dataset.done) el.textContent = el.dataset.done; });
    if (el.dataset.discard !== undefined) { const f = el.closest("form"); drop(f); f.reset(); el.closest(".note").remove(); }
  });
  document.addEventListener("change", (e) => {
    if (e.target.matches("[data-keys-on]") && store) store.setItem("ura-keys", e.target.checked ? "on" : "off");
    if (e.target.closest("[data-auto]") && e.target.matches("select, [type=checkbox], [type=radio]")) e.target.form.requestSubmit();
    if (e.target.matches("[type=file]")) listFiles(e.target);
  });

  // drafts: what was typed survives a lost connection; kept on this device for seven days, never passwords or files
  const WEEK = 6048e5, keyOf = (f) => "draft:" + f.dataset.draft;
  const kept = (f) => [...f.elements].filter((x) => x.name && !["hidden", "password", "file", "submit", "button"].includes(x.type) && x.dataset.draft !== "no" && !x.closest("altcha-widget"));
  const drop = (f) => { if (store) store.removeItem(keyOf(f)); };
  const typed = (f) => kept(f).filter((x) => !/radio|checkbox/.test(x.type) || x.checked).flatMap((x) => x.multiple ? [...x.selectedOptions].map((o) => [x.name, o.value]) : [[x.name, x.value]]);
  const draftOf = (f) => { try { return JSON.parse(store.getItem(keyOf(f))); } catch { return null; } };
  const save = (f, sent = draftOf(f)?.sent) => {
    try { store.setItem(keyOf(f), JSON.stringify({ at: Date.now(), values: typed(f), sent })); } catch { /* full or forbidden: the form works without */ }
  };
  // the answer may be lost after the words have arrived: the same words go again with the same token, which the server knows
  const send = (f, fresh) => {
    const token = f.elements.token, before = draftOf(f)?.sent, words = JSON.stringify(typed(f));
    const papers = [...f.elements].filter((x) => x.type === "file").flatMap((x) => [...x.files].map((p) => `${p.name} ${p.size}`)).join("\n");
    const again = before && before.words === words && (!papers || papers === before.papers);
    if (token) token.value = again ? before.token : fresh;
    save(f, token && { token: token.value, words, papers: papers || (again ? before.papers : "") });
  };
  const restore = (f) => {
    if (!store.getItem(keyOf(f)) || $("[aria-invalid]", f)) return;
    const draft = draftOf(f);
    if (!draft || Date.now() - draft.at > WEEK) return drop(f);
    let changed = false;
    kept(f).forEach((x) => {
      const mine = draft.values.filter(([n]) => n === x.name).map(([, v]) => v);
      if (/radio|checkbox/.test(x.type)) { const on = mine.includes(x.value); if (x.checked !== on) { x.checked = on; changed = true; } }
      else if (x.multiple) [...x.options].forEach((o) => { const on = mine.includes(o.value); if (o.selected !== on) { o.selected = on; changed = true; } });
      else if (mine.length && x.value !== mine[0]) { x.value = mine[0]; changed = true; }
    });
    const words = $("#draft-notice");
    if (changed && words) f.prepend(words.content.cloneNode(true));
  };
  const drafts = () => {
    // sent, and led on to another page or, by a redirect, back to this one: the draft has done its work
    const sent = sessionStorage.getItem("ura-sent"), led = performance.getEntriesByType("navigation")[0]?.redirectCount;
    if (sent) { sessionStorage.removeItem("ura-sent"); if (led || !$(`form[data-draft="${CSS.escape(sent)}"]`)) store.removeItem("draft:" + sent); }
    $$("form[data-draft]").forEach((f) => {
      restore(f);
      const fresh = f.elements.token?.value;
      let timer; f.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => save(f), 400); });
      f.addEventListener("submit", () => { clearTimeout(timer); send(f, fresh); sessionStorage.setItem("ura-sent", f.dataset.draft); });
    });
    $$("form[data-clear-drafts]").forEach((f) => f.addEventListener("submit", () => Object.keys(store).filter((k) => k.startsWith("draft:")).forEach((k) => store.removeItem(k))));
  };

  // unsaved work, double clicks
  let dirty = false;
  document.addEventListener("input", (e) => { if (e.target.form && e.target.form.matches("[data-unsaved]")) dirty = true; });
  addEventListener("beforeunload", (e) => { if (dirty) e.preventDefault(); });
  const free = (root) => $$("[data-sending]", root).forEach((b) => { b.disabled = false; delete b.dataset.sending; });
  document.addEventListener("submit", (e) => {
    if (e.target.method === "dialog" || e.target.method === "get" || e.target.target) return;
    dirty = false;
    setTimeout(() => {
      if (e.defaultPrevented && !e.target.matches("[hx-post], [hx-put]")) return;
      [...e.target.elements].filter((b) => b.type === "submit" && !b.disabled).forEach((b) => { b.disabled = true; b.dataset.sending = ""; });
      setTimeout(() => free(e.target), 5000);
    });
  });
  addEventListener("pageshow", () => free(document));
  document.addEventListener("htmx:afterRequest", () => free(document));

  // files: drop them anywhere on the zone; say what was chosen
  const listFiles = (input) => {
    const zone = input.closest("[data-drop]"); if (!zone) return;
    let ul = $("ul", zone); if (!ul) { ul = document.createElement("ul"); ul.setAttribute("aria-live", "polite"); zone.append(ul); }
    ul.replaceChildren(...[...input.files].map((f) => { const li = document.createElement("li"); li.textContent = `${f.name} · ${f.size < 1e6 ? Math.ceil(f.size / 1e3) + " kB" : (f.size / 1e6).toFixed(1) + " MB"}`; return li; }));
  };
  ["dragover", "dragleave", "drop"].forEach((type) => document.addEventListener(type, (e) => {
    const zone = e.target.closest && e.target.closest("[data-drop]"); if (!zone) return;
    e.preventDefault(); zone.classList.toggle("over", type === "dragover");
    const input = $("input[type=file]", zone);
    if (type !== "drop" || !input || !e.dataTransfer.files.length) return;
    const all = new DataTransfer(), chosen = input.multiple ? [...input.files, ...e.dataTransfer.files] : [e.dataTransfer.files[0]];
    chosen.forEach((f) => all.items.add(f)); input.files = all.files; input.dispatchEvent(new Event("change", { bubbles: true }));
  }));

  // a passkey that was not read: the page says so, until the next try
  const passkey = (failed) => { const note = $("[data-passkey-failed]"); if (note) note.hidden = !failed; };
  document.addEventListener("allauth.error", (e) => { e.preventDefault(); passkey(true); });
  document.addEventListener("click", (e) => { if (e.target.closest("button")) passkey(false); }, true);

  const wake = (root) => $$(".needs-js", root).forEach((x) => { x.hidden = false; });
  const start = () => {
    wake(document);
    if (store) drafts();
    const box = $("[data-keys-on]"); if (box) box.checked = keysOn();
    const error = $("[data-focus]"); if (error) error.focus();
  };
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
  document.addEventListener("htmx:load", (e) => wake(e.target));
})();

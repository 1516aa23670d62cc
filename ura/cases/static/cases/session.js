// The clock of a session: it shows the minutes and suggests the band, until somebody chooses one. The server has its own.
(() => {
  "use strict";
  const clock = document.querySelector("[data-began]");
  if (!clock) return;
  const form = clock.closest("form"), began = Number(clock.dataset.began) * 1000;
  const bands = [["lt5", 5], ["5_10", 10], ["10_20", 20], ["20_30", 31]];
  const radios = [...form.querySelectorAll("[name=duration]")];
  let own = radios.some((radio) => radio.checked);
  radios.forEach((radio) => radio.addEventListener("change", () => { own = true; }));
  const out = clock.querySelector("output"), minutesField = form.querySelector("[name=minutes]");
  const today = form.querySelector("[name=date]"), first = today && today.value;
  const tick = () => {
    const seconds = Math.max(0, Math.floor((Date.now() - began) / 1000)), minutes = Math.floor(seconds / 60);
    out.textContent = `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
    if (own || (minutesField && minutesField.value) || (today && today.value !== first)) return;
    const band = (bands.find(([, below]) => minutes < below) || ["gt30"])[0];
    radios.forEach((radio) => { radio.checked = radio.value === band; });
  };
  clock.hidden = false;
  tick();
  setInterval(tick, 1000);
})();

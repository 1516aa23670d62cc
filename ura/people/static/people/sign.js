// Signing on the screen: what the pen draws goes as a picture into a hidden field. Without JavaScript one prints.
(() => {
  "use strict";
  document.querySelectorAll("canvas[data-sign]").forEach((canvas) => {
    const field = document.getElementById(canvas.dataset.sign), pen = canvas.getContext("2d");
    const wipe = () => { pen.fillStyle = "#fff"; pen.fillRect(0, 0, canvas.width, canvas.height); field.value = ""; };
    const at = (e) => { const box = canvas.getBoundingClientRect(); return [(e.clientX - box.left) * canvas.width / box.width, (e.clientY - box.top) * canvas.height / box.height]; };
    let drawing = false;
    wipe();
    Object.assign(pen, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: "#111" });
    canvas.addEventListener("pointerdown", (e) => { drawing = true; canvas.setPointerCapture(e.pointerId); pen.beginPath(); pen.moveTo(...at(e)); e.preventDefault(); });
    canvas.addEventListener("pointermove", (e) => { if (drawing) { pen.lineTo(...at(e)); pen.stroke(); } });
    const lift = () => { if (drawing) { drawing = false; field.value = canvas.toDataURL("image/png"); } };
    canvas.addEventListener("pointerup", lift);
    canvas.addEventListener("pointercancel", lift);
    const clear = canvas.parentElement.querySelector("[data-sign-clear]");
    if (clear) clear.addEventListener("click", wipe);
  });
})();

(function () {
  "use strict";
  var form = document.getElementById("filter");
  var rows = document.querySelectorAll("#all tbody tr");
  var verdict = document.getElementById("f-verdict");
  var cls = document.getElementById("f-class");
  var level = document.getElementById("f-level");
  var text = document.getElementById("f-text");
  function apply() {
    var needle = text.value.toLowerCase(), shown = 0;
    for (var i = 0; i < rows.length; i++) {
      var r = rows[i];
      var hit = (!verdict.value || r.getAttribute("data-v") === verdict.value) &&
        (!cls.value || r.getAttribute("data-c") === cls.value) &&
        (!level.value || r.getAttribute("data-l") === level.value) &&
        (!needle || r.textContent.toLowerCase().indexOf(needle) >= 0);
      r.hidden = !hit;
      if (hit) { shown++; }
    }
    document.getElementById("f-count").textContent = shown;
  }
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", function (e) { e.preventDefault(); });
  // A printed report shows the evidence of each cause once.
  window.addEventListener("beforeprint", function () {
    var all = document.querySelectorAll("#deviations article > details:first-of-type");
    for (var i = 0; i < all.length; i++) { all[i].open = true; }
  });
}());

(function () {
  "use strict";
  // The other language, at the same place.
  var other = document.getElementById("other");
  function follow() { if (other) { other.hash = location.hash; } }
  // A link into a folded part unfolds it.
  function unfold() {
    follow();
    var at = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (; at; at = at.parentElement) { if (at.tagName === "DETAILS") { at.open = true; } }
  }
  window.addEventListener("hashchange", unfold);
  unfold();
  window.addEventListener("beforeprint", function () {
    var all = document.querySelectorAll("details");
    for (var i = 0; i < all.length; i++) { all[i].open = true; }
  });

  var form = document.getElementById("filter");
  if (!form) { return; }
  var rows = document.querySelectorAll("#all tbody tr");
  var cls = document.getElementById("f-class"), level = document.getElementById("f-level"), text = document.getElementById("f-text");
  function apply() {
    var needle = text.value.toLowerCase(), shown = 0;
    for (var i = 0; i < rows.length; i++) {
      var r = rows[i];
      var hit = (!cls.value || r.getAttribute("data-c") === cls.value) &&
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
}());

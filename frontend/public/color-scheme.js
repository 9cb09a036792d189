// Runs before the first paint, so that a dark page never flashes white. Same key and attribute as Mantine's manager.
(function () {
  var wanted = null;
  try {
    wanted = window.localStorage.getItem("tunnelscope-color-scheme");
  } catch (blocked) {
    // Storage may be forbidden; the system's preference is used then.
  }
  var scheme = wanted === "light" || wanted === "dark" ? wanted : null;
  if (!scheme) {
    scheme = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  document.documentElement.setAttribute("data-mantine-color-scheme", scheme);
})();

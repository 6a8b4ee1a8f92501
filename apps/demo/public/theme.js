// Before the first paint, so that a chosen theme does not flash. A file of its own, because the policy of a strict
// server allows no inline script. src/theme/theme.ts writes what is read here.
try {
  const theme = localStorage.getItem("tidings-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be closed to this page; then the system's theme it is.
}

// Tells a component whether somebody can see its tab.
export function watch(dotnet) {
  const tell = () => dotnet.invokeMethodAsync("SetVisible", document.visibilityState === "visible").catch(() => {});
  document.addEventListener("visibilitychange", tell);
  document.addEventListener("chatter:back", tell);
  tell();
  return {
    stop() {
      document.removeEventListener("visibilitychange", tell);
      document.removeEventListener("chatter:back", tell);
    },
  };
}

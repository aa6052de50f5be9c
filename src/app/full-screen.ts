/** The page over the whole screen, and back; a browser that refuses leaves all as it is. */
export function toggleFullScreen(): void {
  const changed =
    document.fullscreenElement === null
      ? document.documentElement.requestFullscreen()
      : document.exitFullscreen();
  changed.catch(() => undefined);
}

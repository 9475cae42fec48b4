// What the lock screen, headphones and the keyboard's media keys know of the player.

export function tellMediaSession(player, chapters) {
  const session = navigator.mediaSession;
  if (!session || !window.MediaMetadata) {
    return;
  }
  const { title, artist, site, poster } = player.dataset;
  session.metadata = new MediaMetadata({
    title,
    artist: artist ?? "",
    album: site ?? "",
    artwork: poster ? [{ src: poster }] : [],
  });
  const handlers = {
    play: () => player.play(),
    pause: () => player.media.pause(),
    stop: () => player.media.pause(),
    seekbackward: ({ seekOffset }) => player.seek(player.media.currentTime - (seekOffset ?? 10)),
    seekforward: ({ seekOffset }) => player.seek(player.media.currentTime + (seekOffset ?? 10)),
    seekto: ({ seekTime }) => player.seek(seekTime),
  };
  if (chapters.length > 1) {
    handlers.previoustrack = () => player.toChapter(-1);
    handlers.nexttrack = () => player.toChapter(1);
  }
  for (const [name, handler] of Object.entries(handlers)) {
    try {
      session.setActionHandler(name, handler);
    } catch {
      // This browser does not know this one.
    }
  }
  player.listen(player.media, ["loadedmetadata", "seeked", "ratechange", "play", "pause"], () => {
    const { media, duration } = player;
    if (session.setPositionState && duration > 0) {
      const position = Math.min(media.currentTime, duration);
      session.setPositionState({ duration, position, playbackRate: media.playbackRate || 1 });
    }
  });
}

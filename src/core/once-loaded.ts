/**
 * What is loaded when it is first asked for, and is the same from then on. Where loading fails, all who wait hear of it, and the
 * next who asks tries again: what could not be fetched now may be the next time.
 */
export function onceLoaded<Loaded>(load: () => Promise<Loaded>): () => Promise<Loaded> {
  let loading: Promise<Loaded> | null = null;
  return () => {
    if (loading !== null) return loading;
    const begun = load();
    loading = begun;
    begun.catch(() => {
      loading = null;
    });
    return begun;
  };
}

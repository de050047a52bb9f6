/** Calls back every so many milliseconds until the returned function is called. */
export type Every = (callback: () => void, ms: number) => () => void;

/** On a timer that by itself does not keep the process alive. */
export const everyUntilStopped: Every = (callback, ms) => {
  const timer = setInterval(callback, ms);
  timer.unref();
  return () => clearInterval(timer);
};

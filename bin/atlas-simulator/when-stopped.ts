const CHECK_MILLISECONDS = 200;

/**
 * Calls back once when the program should stop: after a signal, or when the shell of `npm run` has ended. npm sends a
 * signal to that shell, which ends without forwarding it.
 */
export function whenStopped(end: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  if (process.env.npm_lifecycle_event === undefined) return;
  const { ppid } = process;
  const check = setInterval(() => {
    if (process.ppid === ppid) return;
    clearInterval(check);
    end();
  }, CHECK_MILLISECONDS);
  check.unref();
}

const CHECK_MILLISECONDS = 200;

/**
 * Calls back once when the program is to end: by a signal, or because the shell of `npm run` has ended. npm hands a signal
 * to that shell, which ends without handing it on.
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

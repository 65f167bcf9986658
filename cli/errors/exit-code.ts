/** Exit codes of the commands. */
export const ExitCode = {
  /** Fine; linked; done. */
  FINE: 0,
  /** Something is wrong, not linked, or not done. */
  WRONG: 1,
  /** Invalid command line. */
  USAGE: 2,
  /** AWS or Atlas cannot be reached: credentials, permissions, network. */
  UNREACHABLE: 3,
  /** For `doctor`: nothing is wrong, but a step is still within its normal time. */
  WAIT: 4,
  /** Ctrl-C, as shells report it: 128 and the number of SIGINT. */
  INTERRUPTED: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export const EXIT_CODES_HELP = `
Exit codes:
  0  fine, linked, or done
  1  something is wrong, not linked, or not done
  2  the command line is wrong
  3  AWS or Atlas cannot be asked (credentials, permissions, network)
  4  doctor: not linked yet, and not late: wait
  130  interrupted by Ctrl-C`;

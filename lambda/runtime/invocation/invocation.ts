/** The used part of Lambda's context. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

/** Time reserved for what a function does after Atlas's last response; retries do not use it. */
const MARGIN_MILLISECONDS = 5_000;

/** The current invocation, for objects that live as long as the container (a container handles one at a time). */
export class Invocation {
  private context: LambdaContext | undefined;
  private atBegin = 0;

  /** @param patienceMilliseconds the function's own limit, below the time-out of the Lambda function */
  constructor(private readonly patienceMilliseconds = Number.POSITIVE_INFINITY) {}

  begin(context: LambdaContext): void {
    this.context = context;
    this.atBegin = context.getRemainingTimeInMillis();
  }

  /** Time for waits and retries. */
  remainingMilliseconds(): number {
    const remaining = this.context?.getRemainingTimeInMillis() ?? Number.POSITIVE_INFINITY;
    const spent = this.atBegin - remaining;
    return Math.min(remaining - MARGIN_MILLISECONDS, this.patienceMilliseconds - spent);
  }
}

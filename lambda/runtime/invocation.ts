/** The part of Lambda's context in use. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

/** Kept back from retries, for what a function has to do after its last response from Atlas. */
const MARGIN_MILLISECONDS = 5_000;

/** The invocation under way, for what lives as long as the container (a container runs one at a time). */
export class Invocation {
  private context: LambdaContext | undefined;
  private atBegin = 0;

  /** @param patienceMilliseconds limit of the function's own, below the time-out of the Lambda */
  constructor(private readonly patienceMilliseconds = Number.POSITIVE_INFINITY) {}

  begin(context: LambdaContext): void {
    this.context = context;
    this.atBegin = context.getRemainingTimeInMillis();
  }

  /** For waiting and trying again. */
  remainingMilliseconds(): number {
    const remaining = this.context?.getRemainingTimeInMillis() ?? Number.POSITIVE_INFINITY;
    const spent = this.atBegin - remaining;
    return Math.min(remaining - MARGIN_MILLISECONDS, this.patienceMilliseconds - spent);
  }
}

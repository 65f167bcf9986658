/** The part of Lambda's context in use. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

/** The invocation under way, for what lives as long as the container (a container runs one at a time). */
export class Invocation {
  private context: LambdaContext | undefined;

  begin(context: LambdaContext): void {
    this.context = context;
  }

  remainingMilliseconds(): number {
    return this.context?.getRemainingTimeInMillis() ?? Number.POSITIVE_INFINITY;
  }
}

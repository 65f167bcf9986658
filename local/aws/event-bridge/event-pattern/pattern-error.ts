/** Thrown if EventBridge would refuse the rule. */
export class PatternError extends Error {
  override readonly name = 'InvalidEventPatternException';

  constructor(reason: string, pattern: unknown) {
    super(`Event pattern is not valid. Reason: ${reason}. Received: ${JSON.stringify(pattern)}`);
  }
}

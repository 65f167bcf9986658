/** Parameter Store did not respond, or not as expected: it is throttled or down, or access is denied. */
export class RegistryUnavailableError extends Error {
  override readonly name = 'RegistryUnavailableError';
  /** True for the Parameter Store of a member account, whose data decides nothing. */
  readonly isOfMember: boolean = false;
}

/** Has the same name, so that the state machine retries it likewise. */
export class MemberRegistryUnavailableError extends RegistryUnavailableError {
  override readonly name = 'RegistryUnavailableError';
  override readonly isOfMember = true;
}

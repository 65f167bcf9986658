/** Parameter Store did not respond, or not as expected: it is throttled or down, or access is denied. */
export class RegistryUnavailableError extends Error {
  override readonly name = 'RegistryUnavailableError';
  /** True for the Parameter Store of a member account, whose data decides nothing. */
  readonly isOfMember: boolean;

  constructor(
    message: string,
    { isOfMember = false, ...options }: ErrorOptions & { readonly isOfMember?: boolean } = {},
  ) {
    super(message, options);
    this.isOfMember = isOfMember;
  }
}

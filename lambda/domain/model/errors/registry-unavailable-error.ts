/** Parameter Store did not respond, or not as expected: it is throttled or down, or access is denied. */
export class RegistryUnavailableError extends Error {
  override readonly name = 'RegistryUnavailableError';
  /** True for the Parameter Store of a member account, whose data decides nothing. */
  readonly isOfMember: boolean;
  /** True if AWS has refused the call, as without a permission: a retry does not help. */
  readonly isDenied: boolean;

  constructor(
    message: string,
    {
      isOfMember = false,
      isDenied = false,
      ...options
    }: ErrorOptions & { readonly isOfMember?: boolean; readonly isDenied?: boolean } = {},
  ) {
    super(message, options);
    this.isOfMember = isOfMember;
    this.isDenied = isDenied;
  }
}

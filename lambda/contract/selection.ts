/** The form in which `EndpointSelection` is passed from synthesis to the eligibility check. */
export type SelectionSpec =
  | { readonly kind: 'all' }
  | { readonly kind: 'tagged'; readonly key: string; readonly value?: string }
  | { readonly kind: 'inVpcs'; readonly vpcIds: readonly string[] }
  | { readonly kind: 'inAccounts'; readonly accounts: readonly string[] }
  | { readonly kind: 'anyOf'; readonly of: readonly SelectionSpec[] }
  | { readonly kind: 'allOf'; readonly of: readonly SelectionSpec[] };

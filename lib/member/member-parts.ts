/** Which part of the member stack a construct makes. */
export enum MemberParts {
  /** Rules and roles together, for an account with VPC endpoints in one Region. */
  ALL = 'all',
  /** The two roles: once in an account, in any Region, because IAM is not Regional. */
  ROLES = 'roles',
  /** Rules, dead-letter queue and parameter: in each Region. They need the roles, which another stack makes. */
  RULES = 'rules',
}

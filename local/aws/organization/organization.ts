/** An AWS organization: its accounts, and the organizational unit of each account. */

export interface OrganizationalUnit {
  /** `ou-…` */
  readonly unitId: string;
  /** Default: the root. */
  readonly parentId?: string;
}

/** Whether CloudFormation has trusted access, as DescribeOrganizationsAccess names it. */
export type StackSetsAccess = 'ENABLED' | 'DISABLED' | 'DISABLED_PERMANENTLY';

export interface OrganizationOptions {
  /** Default `o-local00001`. */
  readonly organizationId?: string;
  /** Default `r-root`. */
  readonly rootId?: string;
  /** StackSets never deploy to this account. */
  readonly managementAccount: string;
  readonly units?: readonly OrganizationalUnit[];
  /** Accounts that may manage StackSets besides the management account. */
  readonly delegatedAdministrators?: readonly string[];
}

const FORMS = {
  organization: /^o-[a-z0-9]{10,32}$/,
  root: /^r-[a-z0-9]{4,32}$/,
  unit: /^ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}$/,
};

export class Organization {
  readonly organizationId: string;
  readonly rootId: string;
  readonly managementAccount: string;
  readonly delegatedAdministrators: string[];
  /** Service-managed StackSets need it. An administrator of the management account turns it on. */
  stackSetsAccess: StackSetsAccess = 'ENABLED';
  private readonly parents = new Map<string, string>();
  /** Organizational unit, or root, by account. */
  private readonly unitOf = new Map<string, string>();

  /** @throws Error for an id that AWS does not create, and for a unit whose parent does not exist */
  constructor({ organizationId = 'o-local00001', rootId = 'r-root', ...options }: OrganizationOptions) {
    requireForm('organization', organizationId);
    requireForm('root', rootId);
    this.organizationId = organizationId;
    this.rootId = rootId;
    this.managementAccount = options.managementAccount;
    this.delegatedAdministrators = [...(options.delegatedAdministrators ?? [])];
    for (const { unitId, parentId = rootId } of options.units ?? []) {
      requireForm('unit', unitId);
      if (parentId !== rootId && !this.parents.has(parentId))
        throw new Error(`The unit "${parentId}" above "${unitId}" has to come before it.`);
      this.parents.set(unitId, parentId);
    }
    this.put(options.managementAccount);
  }

  /** Adds the account to the organization, or moves it to another unit. */
  put(account: string, unitId: string = this.rootId): void {
    if (unitId !== this.rootId && !this.parents.has(unitId))
      throw new Error(`The organization has no unit "${unitId}".`);
    this.unitOf.set(account, unitId);
  }

  remove(account: string): void {
    this.unitOf.delete(account);
  }

  has(account: string): boolean {
    return this.unitOf.has(account);
  }

  /** Accounts of the unit or root, including those of child units. */
  accountsIn(unitId: string): string[] {
    return [...this.unitOf.keys()].filter((account) => this.unitsAbove(account).includes(unitId));
  }

  /** `aws:PrincipalOrgPaths` of an account: `o-…/r-…/ou-…/`. */
  pathOf(account: string): string {
    return `${[this.organizationId, ...this.unitsAbove(account).reverse()].join('/')}/`;
  }

  /** Begins with the account's own unit and ends with the root. */
  private unitsAbove(account: string): string[] {
    const units: string[] = [];
    for (let unit = this.unitOf.get(account); unit !== undefined; unit = this.parents.get(unit))
      units.push(unit);
    return units;
  }
}

function requireForm(kind: keyof typeof FORMS, id: string): void {
  if (!FORMS[kind].test(id))
    throw new Error(`"${id}" is not the id of an organization's ${kind}: ${FORMS[kind]}`);
}

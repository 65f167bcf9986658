/** Permissions of API keys and service accounts. */
export type Role = 'owner' | 'network-access-manager' | 'read-only';

/** As in the responses of Atlas. The spelling of the role for network access is not documented. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  owner: 'GROUP_OWNER',
  'network-access-manager': 'GROUP_NETWORK_ACCESS_MANAGER',
  'read-only': 'GROUP_READ_ONLY',
};

export interface Access {
  /** Roles by project id. */
  readonly roles: Readonly<Record<string, Role>>;
  /** Addresses of the API access list; undefined allows every address. */
  readonly allowedAddresses?: readonly string[];
}

export interface ApiKey extends Access {
  readonly publicKey: string;
  readonly privateKey: string;
}

export interface ServiceAccount extends Access {
  readonly clientId: string;
  readonly clientSecret: string;
}

export class Identities {
  readonly apiKeys = new Map<string, ApiKey>();
  readonly serviceAccounts = new Map<string, ServiceAccount>();

  addApiKey(key: ApiKey): void {
    this.apiKeys.set(key.publicKey, key);
  }

  removeApiKey(publicKey: string): void {
    this.apiKeys.delete(publicKey);
  }

  /** A user who creates a project becomes its owner. */
  makeOwner(identity: string, projectId: string): void {
    const withRole = <T extends Access>(access: T) => ({
      ...access,
      roles: { ...access.roles, [projectId]: 'owner' as const },
    });
    const key = this.apiKeys.get(identity);
    if (key !== undefined) this.addApiKey(withRole(key));
    const account = this.serviceAccounts.get(identity);
    if (account !== undefined) this.addServiceAccount(withRole(account));
  }

  addServiceAccount(account: ServiceAccount): void {
    this.serviceAccounts.set(account.clientId, account);
  }

  removeServiceAccount(clientId: string): void {
    this.serviceAccounts.delete(clientId);
  }
}

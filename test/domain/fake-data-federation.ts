import type {
  DataFederationLinkDescription,
  FederatedHostname,
} from '../../lambda/contract/custom-resources.js';
import type {
  DataFederationChangePort,
  DataFederationLinkReference,
  DataFederationRegistration,
} from '../../lambda/domain/model/ports/data-federation.js';
import type { RemovalPermit } from '../../lambda/domain/model/values/removal-permit.js';
import { dataFederationLink } from './samples.js';

/** Records a call, and throws a failure that a test has scripted for it. */
type Perform = <T>(call: string, effect: () => T) => T;

/** The registrations of one project. As documented, a second POST changes the comment and nothing else. */
export class FakeDataFederation implements DataFederationChangePort {
  readonly links = new Map<string, DataFederationLinkDescription>();
  /** Host names by endpoint. */
  readonly names = new Map<string, readonly FederatedHostname[]>();
  /** Status of a new registration. */
  newStatus = 'OK';

  constructor(private readonly perform: Perform) {}

  async list(projectId: string): Promise<readonly DataFederationLinkDescription[]> {
    return this.perform(`list registrations ${projectId}`, () => [...this.links.values()]);
  }

  async find({
    endpointId,
  }: DataFederationLinkReference): Promise<DataFederationLinkDescription | undefined> {
    return this.perform(`find registration ${endpointId}`, () => this.links.get(endpointId));
  }

  async hostnames({ endpointId }: DataFederationLinkReference): Promise<readonly FederatedHostname[]> {
    return this.perform(`list host names ${endpointId}`, () => this.names.get(endpointId) ?? []);
  }

  async register(
    request: DataFederationRegistration,
    before?: () => Promise<void>,
  ): Promise<DataFederationLinkDescription> {
    const { endpointId, comment } = request;
    await before?.();
    return this.perform(`register ${endpointId}`, () => {
      const existing = this.links.get(endpointId);
      const made =
        existing ?? dataFederationLink({ ...defined(request), comment: '', status: this.newStatus });
      const changed = comment === undefined ? made : { ...made, comment };
      this.links.set(endpointId, changed);
      return changed;
    });
  }

  async remove(permit: RemovalPermit<DataFederationLinkReference>): Promise<void> {
    const { endpointId } = permit.redeem().target;
    this.perform(`DELETE registration ${endpointId}`, () => {
      const existing = this.links.get(endpointId);
      if (existing !== undefined) this.links.set(endpointId, { ...existing, status: 'DELETING' });
    });
  }
}

function defined({ projectId, endpointId, region, customerEndpointDnsName }: DataFederationRegistration) {
  return {
    projectId,
    endpointId,
    ...(region === undefined ? {} : { region }),
    ...(customerEndpointDnsName === undefined ? {} : { customerEndpointDnsName }),
  };
}

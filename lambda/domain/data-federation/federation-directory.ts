/** Finds the project of an endpoint to Data Federation, with what is registered there. */
import { isDataFederationService } from '../../contract/data-federation-services.js';
import type { LinkRecord } from '../../contract/registry.js';
import { serviceKindOf } from '../../contract/service-kind.js';
import { DATA_FEDERATION_PROJECT_TAG } from '../../contract/tags.js';
import type { Refusal } from '../../execution-data/workflow-input.js';
import type { Reach } from '../members/project-reach.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import type { EndpointService } from '../model/ports/atlas.js';
import type { DataFederationPort } from '../model/ports/data-federation.js';
import type { VpcEndpoint } from '../model/ports/ec2.js';
import type { Place } from '../model/values/place.js';
import { type FederatedProject, federatedProjectOf, isForPlace } from './federated-project.js';
import { federationService } from './federation-services.js';

/** An endpoint service for Data Federation in a project. */
export interface FederatedService {
  readonly projectId: string;
  readonly service: EndpointService;
  readonly services: readonly EndpointService[];
}

export type FederationLookup =
  | { readonly kind: 'found'; readonly match: FederatedService }
  | { readonly kind: 'refused'; readonly match: FederatedService; readonly refusal: Refusal }
  /** The project is known, and cannot be read; `isRegistered`: the own record says that the endpoint is registered. */
  | {
      readonly kind: 'unreadable';
      readonly match: FederatedService;
      readonly error: AtlasError;
      readonly isRegistered: boolean;
    }
  | {
      readonly kind: 'ignored';
      readonly reason: 'of-another-project' | 'registered-elsewhere';
      readonly message: string;
    };

export interface FederationDirectoryOptions {
  readonly atlas: { readonly dataFederation: Pick<DataFederationPort, 'list' | 'find'> };
  readonly projects: readonly Reach[];
  /** Names of endpoint services besides the known ones. */
  readonly serviceNames: readonly string[];
}

/** What the parts of an automation know of Data Federation. */
export interface Federation {
  /** Ids of the projects that want endpoints to Data Federation. */
  readonly federatedProjectIds: readonly string[];
  /** Undefined if there is none. */
  readonly federationDirectory?: FederationDirectory | undefined;
}

/**
 * @param recorded ids of projects in which own records name registrations: they are read although they do not want
 * such endpoints any more. Default: none
 */
export function federationOf(
  options: FederationDirectoryOptions,
  recorded: ReadonlySet<string> = new Set(),
): Federation {
  const federatedProjectIds = options.projects.flatMap(({ projectId, dataFederation }) =>
    dataFederation === true || recorded.has(projectId) ? [projectId] : [],
  );
  if (federatedProjectIds.length === 0) return { federatedProjectIds };
  return { federatedProjectIds, federationDirectory: new FederationDirectory(options) };
}

/** An endpoint in the comparison of one project. */
export type Role =
  | { readonly kind: 'compared' }
  /** It is for another project, or for none of the automation's. */
  | { readonly kind: 'elsewhere' }
  /** Nobody knows which project it is for; the first that it could be for reports it. */
  | { readonly kind: 'undecided'; readonly refusal: Refusal };

const COMPARED: Role = { kind: 'compared' };
const ELSEWHERE: Role = { kind: 'elsewhere' };

/** Decides which project an endpoint to the shared services is for. Used if at least one project links such endpoints. */
export class FederationDirectory {
  constructor(private readonly options: FederationDirectoryOptions) {}

  has({ serviceName }: Pick<VpcEndpoint, 'serviceName'>): boolean {
    return isDataFederationService(serviceName, this.options.serviceNames);
  }

  /** Whose the endpoint is, without a request. */
  projectOf(endpoint: VpcEndpoint, place: Place, record: LinkRecord | undefined): FederatedProject {
    const { projects } = this.options;
    return federatedProjectOf({ projects, place }, endpoint, recordedIn(record));
  }

  /**
   * What the comparison of a project's links does with an endpoint. It compares those that are registered there by the
   * own record, whatever their tags say by now.
   */
  roleIn(projectId: string, endpoint: VpcEndpoint, place: Place, record: LinkRecord | undefined): Role {
    const known = recordedIn(record);
    if (known === projectId) return COMPARED;
    const project = this.projectOf(endpoint, place, record);
    if (project.kind === 'project') return project.projectId === projectId ? COMPARED : ELSEWHERE;
    if (project.kind === 'elsewhere' || known !== undefined) return ELSEWHERE;
    const first = this.options.projects.find((candidate) => isForPlace(candidate, place));
    return first?.projectId === projectId ? { kind: 'undecided', refusal: project.refusal } : ELSEWHERE;
  }

  /**
   * Reads the project of an endpoint.
   *
   * @param record own record of the endpoint
   */
  async find(endpoint: VpcEndpoint, place: Place, record: LinkRecord | undefined): Promise<FederationLookup> {
    const known = recordedIn(record);
    const project = this.projectOf(endpoint, place, record);
    if (project.kind === 'elsewhere')
      return { kind: 'ignored', reason: 'of-another-project', message: project.message };
    const projectId = project.kind === 'project' ? project.projectId : '';
    try {
      const other = known === projectId ? undefined : known;
      const stays = other === undefined ? undefined : await this.reasonToStay(endpoint, other, record);
      if (stays !== undefined) return { kind: 'ignored', reason: 'registered-elsewhere', message: stays };
      if (project.kind === 'refused') return { ...project, match: matchOf('', endpoint) };
      const links = await this.options.atlas.dataFederation.list(projectId);
      return { kind: 'found', match: matchOf(projectId, endpoint, links) };
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      const isRegistered = known !== undefined && !neverRegistered(record);
      return { kind: 'unreadable', match: matchOf(known ?? projectId, endpoint), error, isRegistered };
    }
  }

  /**
   * An endpoint is neither registered in a second project nor reported as failed while the first one has it, and is never
   * moved automatically: whoever uses the first project would lose it.
   *
   * @throws AtlasError
   */
  private async reasonToStay(
    { endpointId }: VpcEndpoint,
    registered: string,
    record: LinkRecord | undefined,
  ): Promise<string | undefined> {
    // Nobody can ask a project that was taken out of the automation.
    if (!isConfigured(this.options.projects, registered))
      return neverRegistered(record) ? undefined : staysOutside(registered);
    const link = await this.options.atlas.dataFederation.find({ projectId: registered, endpointId });
    return link === undefined ? undefined : staysIn(registered);
  }
}

function staysIn(projectId: string): string {
  return `it is registered in project ${projectId} and not moved to another project automatically: remove it there with the command "unlink", or set tag ${DATA_FEDERATION_PROJECT_TAG} to ${projectId}`;
}

export function isConfigured(projects: readonly Pick<Reach, 'projectId'>[], wanted: string): boolean {
  return projects.some(({ projectId }) => projectId === wanted);
}

/** Why an endpoint is left, and what a person can do: the project is none of the automation's any more. */
export function staysOutside(projectId: string): string {
  return `it is registered in project ${projectId}, which the automation no longer has, and not moved to another project automatically: ${TAKEN_OUT_ADVICE}`;
}

export const TAKEN_OUT_ADVICE =
  'add the project again, and remove the registration with the command "unlink"; or remove it in Atlas, and then delete the endpoint\'s record in Parameter Store (runbook, "A registration in a project that was taken out")';

/** Atlas has refused the endpoint before it was ever registered. */
function neverRegistered(record: LinkRecord | undefined): boolean {
  return record?.state === 'failed' && record.link.connectionStatus === '';
}

/** The project in which a record says that the endpoint is registered. A refusal before the registration says nothing. */
export function registeredIn(record: LinkRecord | undefined): string | undefined {
  return neverRegistered(record) ? undefined : recordedIn(record);
}

/** The project that a record names for a registration, although Atlas may have refused it. */
export function recordedIn(record: LinkRecord | undefined): string | undefined {
  if (record === undefined || serviceKindOf(record.link) !== 'data-federation') return undefined;
  return record.link.projectId === '' ? undefined : record.link.projectId;
}

function matchOf(
  projectId: string,
  { serviceName }: VpcEndpoint,
  links: Parameters<typeof federationService>[2] = [],
): FederatedService {
  const service = federationService(projectId, serviceName, links);
  return { projectId, service, services: [service] };
}

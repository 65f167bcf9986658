/** VPC endpoints to Data Federation in a life, and registrations that people make without the automation. */
import { dataFederationServiceOf } from '../../lambda/contract/data-federation-services.js';
import { CHANGE_TIMEOUT_SECONDS } from '../../lambda/contract/limits.js';
import { DATA_FEDERATION_PROJECT_TAG } from '../../lambda/contract/tags.js';
import type { LastLink } from '../../lib/index.js';
import type { LocalVpcEndpoint } from '../../local/aws/ec2/vpc-endpoints.js';
import type { Execution } from '../../local/aws/step-functions/executions.js';
import type { World } from '../../local/world.js';
import { unlinkFederatedByCommand } from './unlink-by-command.js';

/** Index of the project that the tag names; `none`: no tag; `unknown`: a project of nobody. */
export type NamedProject = 0 | 1 | 'none' | 'unknown';

export interface NewFederated {
  readonly project: NamedProject;
  readonly selected: boolean;
  /** True if CloudFormation creates the endpoint and sends its own events about it. */
  readonly byStack: boolean;
}

/** A VPC endpoint to Data Federation, and its history. */
export interface FederatedEndpoint {
  readonly endpoint: LocalVpcEndpoint;
  readonly byStack: boolean;
  readonly tagKeys: readonly string[];
  wasSelected: boolean;
  /** Indexes of the projects that its tag has named while it existed. */
  readonly named: Set<number>;
  /** Projects in which a person has registered it, and from which nobody has removed it with the command line. */
  readonly byHand: Set<number>;
  /** Removals by people with the command line; they ignore the selection, and who has registered the endpoint. */
  readonly commands: { readonly project: number; readonly execution: Execution }[];
  /** Times from which it was to be registered somewhere, or no longer. */
  readonly wishes: { readonly at: number; readonly isWanted: boolean }[];
}

export const HAND_COMMENT = 'by Ana';
const UNKNOWN_PROJECT_ID = 'f'.repeat(24);

export interface FederatedSetting {
  readonly isAllSelected: boolean;
  /** Tags that select an endpoint. */
  readonly selectingTags: Readonly<Record<string, string>>;
  readonly lastLink: LastLink;
}

/**
 * True while an execution that a person started is running. A function that it invoked may outlive it, by no more than
 * the change timeout.
 */
export function isRunningAt({ startedAt, endedAt }: Execution, at: number): boolean {
  return startedAt <= at && at <= (endedAt ?? Number.POSITIVE_INFINITY) + CHANGE_TIMEOUT_SECONDS * 1000;
}

export class FederatedEndpoints {
  readonly all: FederatedEndpoint[] = [];
  /** Registrations of endpoints of other accounts. */
  readonly foreign: { readonly endpointId: string; readonly project: number }[] = [];

  constructor(
    private readonly world: World,
    private readonly setting: FederatedSetting,
  ) {}

  get living(): FederatedEndpoint[] {
    return this.all.filter(({ endpoint }) => endpoint.deletedAt === undefined);
  }

  /** True if an automation is to have the endpoint registered, as soon as its tag names a project. */
  isSelected({ endpoint, tagKeys }: FederatedEndpoint): boolean {
    if (endpoint.deletedAt !== undefined) return false;
    return this.setting.isAllSelected || tagKeys.every((key) => endpoint.tags.has(key));
  }

  create({ project, selected, byStack }: NewFederated): void {
    const request = {
      serviceName: dataFederationServiceOf(this.world.aws.region) ?? '',
      tags: { ...(selected ? this.setting.selectingTags : {}), ...this.projectTag(project) },
    };
    const endpoint = byStack
      ? this.world.createVpcEndpointByCloudFormation(request)
      : this.world.createVpcEndpoint(request);
    const one: FederatedEndpoint = {
      ...{ endpoint, byStack, wasSelected: false, wishes: [] },
      tagKeys: Object.keys(this.setting.selectingTags),
      named: new Set(),
      byHand: new Set(),
      commands: [],
    };
    this.all.push(one);
    this.note(one);
  }

  delete(one: FederatedEndpoint): void {
    const { endpointId } = one.endpoint;
    if (one.byStack) this.world.deleteVpcEndpointByCloudFormation(endpointId);
    else this.world.deleteVpcEndpoints([endpointId]);
    this.note(one);
  }

  select(one: FederatedEndpoint): void {
    this.world.tagEndpoint(one.endpoint.endpointId, this.setting.selectingTags);
    this.note(one);
  }

  deselect(one: FederatedEndpoint): void {
    this.world.untagEndpoint(one.endpoint.endpointId, one.tagKeys);
    this.note(one);
  }

  name(one: FederatedEndpoint, project: NamedProject): void {
    const { endpointId } = one.endpoint;
    if (project === 'none') this.world.untagEndpoint(endpointId, [DATA_FEDERATION_PROJECT_TAG]);
    else this.world.tagEndpoint(endpointId, this.projectTag(project));
    this.note(one);
  }

  /** A person registers it in a project that does not list it. */
  registerByHand(one: FederatedEndpoint, project: number): void {
    const { endpointId } = one.endpoint;
    if (this.isListed(endpointId, project)) return;
    // A removal that was begun before may remove this registration, too.
    if (
      !one.commands.some(
        (command) => command.project === project && isRunningAt(command.execution, this.world.time.now()),
      )
    )
      one.byHand.add(project);
    this.register(endpointId, project);
  }

  /** A person removes it with the command line, which shows whose registration it is. */
  unlink(one: FederatedEndpoint): void {
    const started = unlinkFederatedByCommand(
      { world: this.world, rules: this.setting },
      one.endpoint.endpointId,
    );
    if (started === undefined) return;
    const project = this.world.projects.findIndex(({ id }) => id === started.projectId);
    one.byHand.delete(project);
    one.commands.push({ project, execution: started.execution });
  }

  registerForeign(project: number): void {
    const endpointId = `vpce-0e0e0e0e0e${String(this.foreign.length).padStart(7, '0')}`;
    this.foreign.push({ endpointId, project });
    this.register(endpointId, project);
  }

  /** Indexes of the projects that list the endpoint. */
  projectsOf(endpointId: string): number[] {
    return this.world.projects.flatMap((_, index) => (this.isListed(endpointId, index) ? [index] : []));
  }

  commentOf(endpointId: string, project: number): string | undefined {
    return this.world.projects[project]?.dataFederation.find(endpointId)?.comment;
  }

  private isListed(endpointId: string, project: number): boolean {
    this.world.atlas.world.settle();
    return this.world.projects[project]?.dataFederation.find(endpointId) !== undefined;
  }

  private register(endpointId: string, project: number): void {
    this.world.projects[project]?.dataFederation.register({
      ...{ endpointId, provider: 'AWS', comment: HAND_COMMENT },
    });
  }

  private projectTag(project: NamedProject): Record<string, string> {
    if (project === 'none') return {};
    const id = project === 'unknown' ? UNKNOWN_PROJECT_ID : (this.world.projects[project]?.id ?? '');
    return { [DATA_FEDERATION_PROJECT_TAG]: id };
  }

  private note(one: FederatedEndpoint): void {
    const isWanted = this.isSelected(one);
    one.wasSelected ||= isWanted;
    const named = this.namedProject(one);
    if (named !== undefined) one.named.add(named);
    one.wishes.push({ at: this.world.time.now(), isWanted });
  }

  /** Index of the project that its tag names now. */
  namedProject({ endpoint }: FederatedEndpoint): number | undefined {
    const id = endpoint.tags.get(DATA_FEDERATION_PROJECT_TAG);
    const index = this.world.projects.findIndex((project) => project.id === id);
    return index === -1 ? undefined : index;
  }
}

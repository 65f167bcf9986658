import {
  type ClusterConnectionStrings,
  CONNECTION_STRING_KINDS,
  type ConnectionStringKind,
} from '../../lambda/contract/custom-resources.js';
import { LINK_CONCLUDED, type LinkConcludedDetail } from '../../lambda/contract/published-event.js';
import {
  ADVANCED_PARAMETER_BYTES,
  connectionStringParameterName,
  type LinkRecord,
} from '../../lambda/contract/registry.js';
import type {
  OpenRequest,
  OpenRequestPort,
  ResponsePort,
} from '../../lambda/domain/model/ports/cloudformation.js';
import type { VpcEndpoint, VpcEndpointPort } from '../../lambda/domain/model/ports/ec2.js';
import type { EventPort, PublishedEvent } from '../../lambda/domain/model/ports/events.js';
import type {
  ExecutionHistoryPort,
  ExecutionStatusPort,
  LastStep,
  WorkflowPort,
} from '../../lambda/domain/model/ports/executions.js';
import type { RegistryPort } from '../../lambda/domain/model/ports/registry.js';
import type { WorkflowInput } from '../../lambda/execution-data/workflow-input.js';
import { vpcEndpoint } from './samples.js';

/** EC2 with scripted descriptions, of which the last one is repeated. */
export class FakeVpcEndpoints implements VpcEndpointPort {
  readonly tagged: Record<string, Readonly<Record<string, string>>> = {};
  descriptions: (VpcEndpoint | undefined | Error)[] = [vpcEndpoint()];
  described = 0;
  failTagging: Error | undefined;

  async describe(): Promise<VpcEndpoint | undefined> {
    this.described += 1;
    const next = this.descriptions.length > 1 ? this.descriptions.shift() : this.descriptions[0];
    if (next instanceof Error) throw next;
    return next;
  }

  async tag(endpointId: string, tags: Readonly<Record<string, string>>): Promise<void> {
    if (this.failTagging !== undefined) throw this.failTagging;
    this.tagged[endpointId] = tags;
  }
}

export class FakeWorkflow implements WorkflowPort, ExecutionStatusPort {
  readonly executionStates = new Map<string, WorkflowInput>();
  /** Names of executions that have ended. */
  readonly ended = new Set<string>();
  failNext: Error | undefined;

  async start(name: string, input: WorkflowInput): Promise<'started' | 'already-started'> {
    const failure = this.failNext;
    this.failNext = undefined;
    if (failure !== undefined) throw failure;
    if (this.executionStates.has(name)) return 'already-started';
    this.executionStates.set(name, input);
    return 'started';
  }

  async stateOf(name: string): Promise<'running' | 'ended' | 'absent'> {
    if (!this.executionStates.has(name)) return 'absent';
    return this.ended.has(name) ? 'ended' : 'running';
  }

  async isRunning(name: string): Promise<boolean> {
    return (await this.stateOf(name)) === 'running';
  }
}

export class FakeEvents implements EventPort {
  readonly events: PublishedEvent[] = [];

  async publish(event: PublishedEvent): Promise<void> {
    this.events.push(event);
  }

  /** Published conclusions only. */
  get published(): LinkConcludedDetail[] {
    return this.events.flatMap((event) => (event.type === LINK_CONCLUDED ? [event.detail] : []));
  }
}

/** Parameter Store in memory. */
export class FakeRegistry implements RegistryPort {
  readonly records = new Map<string, LinkRecord>();
  readonly strings = new Map<string, string>();
  failNext: Error | undefined;

  async find(endpointId: string): Promise<LinkRecord | undefined> {
    this.failIfReported();
    return this.records.get(endpointId);
  }

  async create(record: LinkRecord): Promise<boolean> {
    this.failIfReported();
    if (this.records.has(record.link.endpointId)) return false;
    this.records.set(record.link.endpointId, record);
    return true;
  }

  async put(record: LinkRecord): Promise<void> {
    this.failIfReported();
    this.records.set(record.link.endpointId, record);
  }

  async remove(endpointId: string): Promise<void> {
    this.failIfReported();
    this.records.delete(endpointId);
  }

  async list(): Promise<readonly LinkRecord[]> {
    return [...this.records.values()];
  }

  async connectionStrings(endpointId: string): Promise<readonly ClusterConnectionStrings[]> {
    const clusters = new Set([...this.strings.keys()].flatMap((name) => clusterIn(name, endpointId)));
    const value = (cluster: string, kind: ConnectionStringKind) =>
      this.strings.get(connectionStringParameterName(endpointId, cluster, kind)) ?? '';
    return [...clusters].map((cluster) => ({
      cluster,
      srv: value(cluster, 'srv'),
      standard: value(cluster, 'standard'),
      srvShardOptimized: value(cluster, 'srvShardOptimized'),
    }));
  }

  async putConnectionString(
    endpointId: string,
    cluster: string,
    kind: ConnectionStringKind,
    value: string,
  ): Promise<string> {
    this.failIfReported();
    if (Buffer.byteLength(value) > ADVANCED_PARAMETER_BYTES) return '';
    const name = connectionStringParameterName(endpointId, cluster, kind);
    this.strings.set(name, value);
    return name;
  }

  async removeConnectionString(
    endpointId: string,
    cluster: string,
    kind: ConnectionStringKind,
  ): Promise<void> {
    this.strings.delete(connectionStringParameterName(endpointId, cluster, kind));
  }

  async removeConnectionStrings(endpointId: string, clusters: readonly string[]): Promise<void> {
    for (const cluster of clusters)
      for (const kind of CONNECTION_STRING_KINDS)
        await this.removeConnectionString(endpointId, cluster, kind);
  }

  private failIfReported(): void {
    const failure = this.failNext;
    this.failNext = undefined;
    if (failure !== undefined) throw failure;
  }
}

function clusterIn(parameterName: string, endpointId: string): string[] {
  const [, cluster, id] = parameterName.split('/').reverse();
  return id === endpointId && cluster !== undefined ? [cluster] : [];
}

export class FakeResponses implements ResponsePort {
  readonly documents: { url: string; document: object }[] = [];

  async put(url: string, document: object): Promise<void> {
    this.documents.push({ url, document });
  }
}

/** Open requests in memory. Every request is open unless a test says otherwise. */
export class FakeOpenRequests implements OpenRequestPort {
  readonly open = new Map<string, OpenRequest>();
  private readonly marks = new Map<string, Date>();
  readonly removed: string[] = [];
  failNext: Error | undefined;
  constructor(private readonly otherwise?: OpenRequest) {}

  async keep(name: string, request: OpenRequest): Promise<void> {
    this.failIfReported();
    this.open.set(name, request);
  }

  async find(name: string): Promise<OpenRequest | undefined> {
    this.failIfReported();
    return this.open.get(name) ?? (this.removed.includes(name) ? undefined : this.otherwise);
  }

  async remove(name: string): Promise<void> {
    this.failIfReported();
    this.open.delete(name);
    this.removed.push(name);
  }

  async list(): Promise<readonly { name: string; storedAt: Date }[]> {
    return [...this.open.keys()].map((name) => ({ name, storedAt: new Date(0) }));
  }

  async cancelBefore(prefix: string, issuedAt: Date): Promise<void> {
    this.failIfReported();
    this.marks.set(prefix, issuedAt);
  }

  async cancelledBefore(prefix: string): Promise<Date | undefined> {
    this.failIfReported();
    return this.marks.get(prefix);
  }

  private failIfReported(): void {
    const failure = this.failNext;
    this.failNext = undefined;
    if (failure !== undefined) throw failure;
  }
}

export class FakeExecutionHistory implements ExecutionHistoryPort {
  state: object | undefined;
  readonly started: { name: string; state: object }[] = [];

  lastStep = async (): Promise<LastStep | undefined> =>
    this.state === undefined ? undefined : { name: 'Wait', state: this.state };

  async resume(_executionArn: string, name: string, state: object): Promise<void> {
    this.started.push({ name, state });
  }
}

import type { LinkDescription } from '../../lambda/contract/attributes.js';
import type {
  AtlasPort,
  Cluster,
  EndpointService,
  LinkReference,
  RateBudget,
} from '../../lambda/domain/model/ports/atlas.js';
import { atlasError } from './atlas-errors.js';
import { FakeDataFederation } from './fake-data-federation.js';
import { endpointService, linkDescription, PROJECT_ID } from './samples.js';

/**
 * An Atlas project in memory. Scripted failures are thrown once, in order. With `afterEffect`, the call has its effect
 * first, as with a lost response.
 */
export class FakeAtlas implements AtlasPort {
  readonly calls: string[] = [];
  readonly links = new Map<string, LinkDescription>();
  readonly dataFederation = new FakeDataFederation((call, effect) => this.perform(call, effect));
  services: EndpointService[] = [endpointService()];
  clusters: Cluster[] = [];
  regionalMode = false;
  budget: RateBudget | undefined;
  private readonly failures: { call: string; error: Error; afterEffect: boolean }[] = [];

  failNext(call: string, error: Error, options: { afterEffect?: boolean } = {}): void {
    this.failures.push({ call, error, afterEffect: options.afterEffect ?? false });
  }

  async listEndpointServices(projectId: string): Promise<readonly EndpointService[]> {
    const listed = () =>
      this.services.map((service) => ({ ...service, interfaceEndpoints: [...this.links.keys()] }));
    return this.perform(`list ${projectId}`, () => (projectId === PROJECT_ID ? listed() : []));
  }

  async findLink({ endpointId }: LinkReference): Promise<LinkDescription | undefined> {
    return this.perform(`find ${endpointId}`, () => this.links.get(endpointId));
  }

  async createLink({ endpointId }: LinkReference): Promise<LinkDescription> {
    return this.perform(`create ${endpointId}`, () => {
      if (this.links.has(endpointId)) throw atlasError('conflict', { code: 'ALREADY_EXISTS' });
      const made = linkDescription({ endpointId: endpointId });
      this.links.set(endpointId, made);
      return made;
    });
  }

  async listClusters(projectId: string): Promise<readonly Cluster[]> {
    return this.perform(`clusters ${projectId}`, () => this.clusters);
  }

  async isRegionalModeEnabled(projectId: string): Promise<boolean> {
    return this.perform(`mode ${projectId}`, () => this.regionalMode);
  }

  rateBudget(): RateBudget | undefined {
    return this.budget;
  }

  countOf(call: string): number {
    return this.calls.filter((made) => made.startsWith(call)).length;
  }

  protected perform<T>(call: string, effect: () => T): T {
    this.calls.push(call);
    const index = this.failures.findIndex((failure) => call.startsWith(failure.call));
    if (index === -1) return effect();
    const [failure] = this.failures.splice(index, 1);
    if (failure?.afterEffect) effect();
    throw failure?.error;
  }
}

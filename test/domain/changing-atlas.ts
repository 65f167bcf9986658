import type { AtlasRegion } from '../../lambda/contract/regions.js';
import type {
  AtlasChangePort,
  EndpointService,
  LinkReference,
  ServiceRequest,
} from '../../lambda/domain/model/ports/atlas.js';
import type { RemovalPermit, ServiceReference } from '../../lambda/domain/model/values/removal-permit.js';
import { atlasError } from './atlas-errors.js';
import { FakeAtlas } from './fake-atlas.js';
import { endpointService, linkDescription } from './samples.js';

/** Carries out changes as Atlas does: a removed link stays listed for a while, with its removal requested. */
export class ChangingAtlas extends FakeAtlas implements AtlasChangePort {
  readonly deletedServices: string[] = [];

  async deleteLink(permit: RemovalPermit<LinkReference>): Promise<void> {
    const { endpointId } = permit.redeem().target;
    this.perform(`DELETE ${endpointId}`, () =>
      this.links.set(endpointId, linkDescription({ endpointId: endpointId, deleteRequested: true })),
    );
  }

  async createService({ regionName }: ServiceRequest): Promise<EndpointService> {
    return this.perform('POST service', () => {
      if (this.services.some((service) => service.regionName === regionName)) throw atlasError('conflict');
      const made = endpointService({ regionName });
      this.services.push(made);
      return made;
    });
  }

  async setRemoteRegions(_projectId: string, id: string, regionNames: readonly AtlasRegion[]): Promise<void> {
    this.services = this.services.map((service) => {
      if (service.endpointServiceId !== id) return service;
      return { ...service, description: { ...service.description, supportedRemoteRegions: regionNames } };
    });
  }

  async deleteService(permit: RemovalPermit<ServiceReference>): Promise<void> {
    const { endpointServiceId } = permit.redeem().target;
    this.perform(`DELETE ${endpointServiceId}`, () => {
      this.deletedServices.push(endpointServiceId);
      this.services = this.services.map((service) =>
        service.endpointServiceId === endpointServiceId ? { ...service, status: 'DELETING' } : service,
      );
    });
  }

  async setRegionalMode(_projectId: string, enabled: boolean): Promise<void> {
    this.regionalMode = enabled;
  }
}

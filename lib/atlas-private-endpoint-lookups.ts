import { CustomResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CustomResource as ResourceType } from '../lambda/contract/custom-resources.js';
import type { IAtlasPrivateEndpointService } from './atlas-private-endpoint-service.js';
import type { AtlasPrivateLinkProvider } from './atlas-private-link-provider.js';
import { LinkAttributes } from './link-attributes.js';

export interface AtlasPrivateEndpointLinkLookupProps {
  readonly provider: AtlasPrivateLinkProvider;
  readonly service: IAtlasPrivateEndpointService;
  /** As of `AtlasPrivateEndpointLink`. */
  readonly endpointId: string;

  /**
   * AWS, AZURE or GCP.
   *
   * @default "AWS"
   */
  readonly cloudProvider?: string;

  /**
   * Any text; CloudFormation asks again when it changes, such as with `new Date().toISOString()` at every deployment.
   *
   * @default - asked once
   */
  readonly refresh?: string;
}

/** Reads a link and makes nothing. The deployment fails when it is not there. */
export class AtlasPrivateEndpointLinkLookup extends Construct {
  readonly attributes: LinkAttributes;

  constructor(scope: Construct, id: string, props: AtlasPrivateEndpointLinkLookupProps) {
    super(scope, id);
    const resource = new CustomResource(this, 'Resource', {
      serviceToken: props.provider.serviceToken,
      resourceType: ResourceType.LINK_LOOKUP,
      properties: {
        ProjectId: props.service.projectId,
        CloudProvider: props.cloudProvider,
        EndpointServiceId: props.service.endpointServiceId,
        EndpointId: props.endpointId,
        Refresh: props.refresh,
      },
    });
    this.attributes = new LinkAttributes(resource);
    this.node.addDependency(props.provider);
  }
}

export interface AtlasPrivateEndpointServiceLookupProps {
  readonly provider: AtlasPrivateLinkProvider;
  /** Atlas project id, 24 hexadecimal digits; one of the provider's. */
  readonly projectId: string;

  /**
   * AWS, AZURE or GCP.
   *
   * @default "AWS"
   */
  readonly cloudProvider?: string;

  /**
   * AWS or Atlas spelling.
   *
   * @default - Region of the stack, unless `endpointServiceId` is given
   */
  readonly region?: string;

  /**
   * Id of the service.
   *
   * @default - found by provider and Region
   */
  readonly endpointServiceId?: string;

  /**
   * Any text; CloudFormation asks again when it changes.
   *
   * @default - asked once
   */
  readonly refresh?: string;
}

/** Finds an endpoint service and makes nothing. The deployment fails when it is not there. */
export class AtlasPrivateEndpointServiceLookup extends Construct implements IAtlasPrivateEndpointService {
  readonly projectId: string;
  readonly isOwned = false;
  private readonly resource: CustomResource;

  constructor(scope: Construct, id: string, props: AtlasPrivateEndpointServiceLookupProps) {
    super(scope, id);
    this.projectId = props.projectId;
    const region =
      props.region ?? (props.endpointServiceId === undefined ? Stack.of(this).region : undefined);
    this.resource = new CustomResource(this, 'Resource', {
      serviceToken: props.provider.serviceToken,
      resourceType: ResourceType.SERVICE_LOOKUP,
      properties: {
        ProjectId: props.projectId,
        CloudProvider: props.cloudProvider,
        EndpointServiceId: props.endpointServiceId,
        Region: region,
        Refresh: props.refresh,
      },
    });
    this.node.addDependency(props.provider);
  }

  get endpointServiceId(): string {
    return this.resource.getAttString('EndpointServiceId');
  }

  get endpointServiceName(): string {
    return this.resource.getAttString('EndpointServiceName');
  }

  get status(): string {
    return this.resource.getAttString('Status');
  }
}

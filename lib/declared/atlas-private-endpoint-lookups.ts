import { CustomResource, Fn, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { InCloudFormation } from '../../lambda/contract/cloudformation-spelling.js';
import {
  CustomResource as ResourceType,
  type ServicesDescription,
} from '../../lambda/contract/custom-resources.js';
import {
  AtlasPrivateEndpointServiceBase,
  type IAtlasPrivateEndpointService,
} from './atlas-private-endpoint-service-base.js';
import { LinkAttributes } from './link-attributes.js';
import { validateLinkLookup } from './link-props-validation.js';
import type { IAtlasPrivateLinkProvider } from './provider-interface.js';
import { validateResource } from './resource-props.js';
import { rememberFacts } from './service-facts.js';
import { validateServiceLookup } from './service-props-validation.js';

/** Identifies the link to read. */
export interface AtlasPrivateEndpointLinkLookupProps {
  /**
   * Provider that handles the resource: an `AtlasPrivateLinkProvider` of this app, or one imported by its service
   * token.
   */
  readonly provider: IAtlasPrivateLinkProvider;
  /** The endpoint service of the link. */
  readonly service: IAtlasPrivateEndpointService;
  /**
   * AWS: id of the VPC endpoint. Azure: resource id of the private endpoint. Google Cloud: name of the endpoint group.
   */
  readonly endpointId: string;

  /**
   * Cloud provider: AWS, AZURE or GCP.
   *
   * @default "AWS"
   */
  readonly cloudProvider?: string;

  /**
   * Any text; CloudFormation reads the link again when it changes, for example `new Date().toISOString()` at every
   * deployment.
   *
   * @default - read once
   */
  readonly refresh?: string;
}

/** Reads a link and creates nothing. The deployment fails if it does not exist. */
export class AtlasPrivateEndpointLinkLookup extends Construct {
  /** Atlas's attributes of the link at the last read by CloudFormation. */
  readonly attributes: LinkAttributes;

  constructor(scope: Construct, id: string, props: AtlasPrivateEndpointLinkLookupProps) {
    super(scope, id);
    validateLinkLookup(this, props);
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
    this.attributes = LinkAttributes._of(resource);
    this.node.addDependency(props.provider.ready);
  }
}

/** Identifies the endpoint service to find. */
export interface AtlasPrivateEndpointServiceLookupProps {
  /**
   * Provider that handles the resource: an `AtlasPrivateLinkProvider` of this app, or one imported by its service
   * token.
   */
  readonly provider: IAtlasPrivateLinkProvider;
  /**
   * Atlas project id, 24 hexadecimal digits; one of the provider's.
   *
   * @default - the provider's project, if it has only one
   */
  readonly projectId?: string;

  /**
   * Cloud provider: AWS, AZURE or GCP.
   *
   * @default "AWS"
   */
  readonly cloudProvider?: string;

  /**
   * Region of the service in AWS spelling (`eu-west-1`) or Atlas spelling (`EU_WEST_1`).
   *
   * @default - Region of the stack, unless `endpointServiceId` is given; required for clouds other than AWS
   */
  readonly region?: string;

  /**
   * Id of the service, 24 hexadecimal digits.
   *
   * @default - found by provider and Region
   */
  readonly endpointServiceId?: string;

  /**
   * Any text; CloudFormation reads again when it changes.
   *
   * @default - read once
   */
  readonly refresh?: string;
}

/** Finds an endpoint service and creates nothing. The deployment fails if it does not exist. */
export class AtlasPrivateEndpointServiceLookup extends AtlasPrivateEndpointServiceBase {
  readonly projectId: string;
  readonly isOwned: boolean = false;
  /** @internal */
  protected readonly _resource: CustomResource;

  constructor(scope: Construct, id: string, props: AtlasPrivateEndpointServiceLookupProps) {
    super(scope, id);
    rememberFacts(this, validateServiceLookup(this, props));
    this.projectId = props.provider.projectIdOr(props.projectId);
    const region =
      props.region ?? (props.endpointServiceId === undefined ? Stack.of(this).region : undefined);
    this._resource = new CustomResource(this, 'Resource', {
      serviceToken: props.provider.serviceToken,
      resourceType: ResourceType.SERVICE_LOOKUP,
      properties: {
        ProjectId: this.projectId,
        CloudProvider: props.cloudProvider,
        EndpointServiceId: props.endpointServiceId,
        Region: region,
        Refresh: props.refresh,
      },
    });
    this.node.addDependency(props.provider.ready);
  }
}

/** Identifies the endpoint services to list. */
export interface AtlasPrivateEndpointServicesLookupProps {
  /**
   * Provider that handles the resource: an `AtlasPrivateLinkProvider` of this app, or one imported by its service
   * token.
   */
  readonly provider: IAtlasPrivateLinkProvider;

  /**
   * Atlas project id, 24 hexadecimal digits; one of the provider's.
   *
   * @default - the provider's project, if it has only one
   */
  readonly projectId?: string;

  /**
   * Cloud provider: AWS, AZURE or GCP.
   *
   * @default "AWS"
   */
  readonly cloudProvider?: string;

  /**
   * Any text; CloudFormation reads again when it changes.
   *
   * @default - read once
   */
  readonly refresh?: string;
}

/** Reads all endpoint services of a cloud provider in a project, as lists in the same order. Creates nothing. */
export class AtlasPrivateEndpointServicesLookup extends Construct {
  private readonly resource: CustomResource;

  constructor(scope: Construct, id: string, props: AtlasPrivateEndpointServicesLookupProps) {
    super(scope, id);
    validateResource(this, 'AtlasPrivateEndpointServicesLookup', props);
    this.resource = new CustomResource(this, 'Resource', {
      serviceToken: props.provider.serviceToken,
      resourceType: ResourceType.SERVICES_LOOKUP,
      properties: {
        ProjectId: props.provider.projectIdOr(props.projectId),
        CloudProvider: props.cloudProvider,
        Refresh: props.refresh,
      },
    });
    this.node.addDependency(props.provider.ready);
  }

  /** 24 hexadecimal digits each. */
  get endpointServiceIds(): string[] {
    return this.list('EndpointServiceIds');
  }

  /** In Atlas spelling, such as `EU_WEST_1`. */
  get regionNames(): string[] {
    return this.list('RegionNames');
  }

  /** An open set; AVAILABLE or WAITING_FOR_USER when a service is ready. */
  get statuses(): string[] {
    return this.list('Statuses');
  }

  /** AWS: `com.amazonaws.vpce.<region>.vpce-svc-…`; empty for other providers. */
  get endpointServiceNames(): string[] {
    return this.list('EndpointServiceNames');
  }

  private list(attribute: keyof InCloudFormation<ServicesDescription>): string[] {
    return Fn.split(',', this.resource.getAttString(attribute));
  }
}

/** Identifies the project whose regional mode is read. */
export interface AtlasRegionalModeLookupProps {
  /**
   * Provider that handles the resource: an `AtlasPrivateLinkProvider` of this app, or one imported by its service
   * token.
   */
  readonly provider: IAtlasPrivateLinkProvider;

  /**
   * Atlas project id, 24 hexadecimal digits; one of the provider's.
   *
   * @default - the provider's project, if it has only one
   */
  readonly projectId?: string;

  /**
   * Any text; CloudFormation reads again when it changes.
   *
   * @default - read once
   */
  readonly refresh?: string;
}

/** Reads the regional mode of a project and changes nothing. */
export class AtlasRegionalModeLookup extends Construct {
  /** Whether regional mode is on, as the text `true` or `false`. */
  readonly enabled: string;

  constructor(scope: Construct, id: string, props: AtlasRegionalModeLookupProps) {
    super(scope, id);
    validateResource(this, 'AtlasRegionalModeLookup', props);
    const resource = new CustomResource(this, 'Resource', {
      serviceToken: props.provider.serviceToken,
      resourceType: ResourceType.REGIONAL_MODE_LOOKUP,
      properties: {
        ProjectId: props.provider.projectIdOr(props.projectId),
        Refresh: props.refresh,
      },
    });
    this.enabled = resource.getAttString('Enabled');
    this.node.addDependency(props.provider.ready);
  }
}

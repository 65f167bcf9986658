import { CustomResource, Fn } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { InCloudFormation } from '../../lambda/contract/cloudformation-spelling.js';
import {
  type DataFederationLinksDescription,
  type DataFederationLookupDescription,
  CustomResource as ResourceType,
} from '../../lambda/contract/custom-resources.js';
import { DataFederationLinkAttributes } from './data-federation-link-attributes.js';
import { validateDataFederationLinkLookup } from './data-federation-validation.js';
import type { IAtlasPrivateLinkProvider } from './provider-interface.js';
import { validateResource } from './resource-props.js';

/** Identifies the registration to read. */
export interface AtlasDataFederationLinkLookupProps {
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

  /** Id of the VPC endpoint, `vpce-…`. */
  readonly endpointId: string;

  /**
   * Any text; CloudFormation reads again when it changes.
   *
   * @default - read once
   */
  readonly refresh?: string;
}

/**
 * Reads the registration of an endpoint for Data Federation, and the host names that federated databases have for it.
 * Creates nothing. The deployment fails without a registration, and not without host names.
 */
export class AtlasDataFederationLinkLookup extends Construct {
  /** Atlas's attributes of the registration at the last read by CloudFormation. */
  readonly attributes: DataFederationLinkAttributes;
  private readonly resource: CustomResource;

  constructor(scope: Construct, id: string, props: AtlasDataFederationLinkLookupProps) {
    super(scope, id);
    validateDataFederationLinkLookup(this, props);
    this.resource = new CustomResource(this, 'Resource', {
      serviceToken: props.provider.serviceToken,
      resourceType: ResourceType.DATA_FEDERATION_LINK_LOOKUP,
      properties: {
        ProjectId: props.provider.projectIdOr(props.projectId),
        EndpointId: props.endpointId,
        Refresh: props.refresh,
      },
    });
    this.attributes = DataFederationLinkAttributes._of(this.resource);
    this.node.addDependency(props.provider.ready);
  }

  /**
   * Names of the Federated Database Instances that have a host name for the endpoint, those of Online Archives included,
   * at the last read by CloudFormation. One empty text if there is none: the time until Atlas has a host name is not
   * documented, and a new `refresh` reads again. Terraform: `name` of `mongodbatlas_federated_database_instances`.
   */
  get databaseNames(): string[] {
    return this.list('DatabaseNames');
  }

  /**
   * Host names of these databases for the endpoint, in the order of `databaseNames`. Atlas gives no complete connection
   * string. Terraform: `private_endpoint_hostnames` of `mongodbatlas_federated_database_instances`.
   */
  get hostnames(): string[] {
    return this.list('Hostnames');
  }

  private list(attribute: keyof InCloudFormation<DataFederationLookupDescription>): string[] {
    return Fn.split(',', this.resource.getAttString(attribute));
  }
}

/** Identifies the project whose registrations are listed. */
export interface AtlasDataFederationLinksLookupProps {
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

/**
 * Reads all endpoints that are registered for Data Federation in a project, as lists in the same order. Creates nothing.
 * Comments, which may contain the separator of lists, are read by an `AtlasDataFederationLinkLookup`.
 */
export class AtlasDataFederationLinksLookup extends Construct {
  private readonly resource: CustomResource;

  constructor(scope: Construct, id: string, props: AtlasDataFederationLinksLookupProps) {
    super(scope, id);
    validateResource(this, 'AtlasDataFederationLinksLookup', props);
    this.resource = new CustomResource(this, 'Resource', {
      serviceToken: props.provider.serviceToken,
      resourceType: ResourceType.DATA_FEDERATION_LINKS_LOOKUP,
      properties: {
        ProjectId: props.provider.projectIdOr(props.projectId),
        Refresh: props.refresh,
      },
    });
    this.node.addDependency(props.provider.ready);
  }

  /** AWS: ids of VPC endpoints. Azure: resource ids of private endpoints. */
  get endpointIds(): string[] {
    return this.list('EndpointIds');
  }

  /** AWS or AZURE. */
  get cloudProviders(): string[] {
    return this.list('CloudProviders');
  }

  /** An open set; OK when an endpoint is registered. */
  get statuses(): string[] {
    return this.list('Statuses');
  }

  /** In Atlas spelling, such as `EU_WEST_1`; empty for an endpoint that was registered without one. */
  get regions(): string[] {
    return this.list('Regions');
  }

  /** Empty for an endpoint that was registered without one. */
  get customerEndpointDnsNames(): string[] {
    return this.list('CustomerEndpointDnsNames');
  }

  private list(attribute: keyof InCloudFormation<DataFederationLinksDescription>): string[] {
    return Fn.split(',', this.resource.getAttString(attribute));
  }
}

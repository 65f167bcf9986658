import { Tags } from 'aws-cdk-lib';
import { CfnVPCEndpoint, InterfaceVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import type { CloudProvider } from '../../lambda/contract/attributes.js';
import { DECLARED_TAG } from '../../lambda/contract/tags.js';
import {
  AZURE_ENDPOINT_ID,
  FILLED,
  IP_ADDRESS,
  type ValueRule,
  VPC_ENDPOINT_ID,
} from '../../lambda/contract/value-rules.js';
import { hasMember, optional, refuse, requireProps } from '../engine/prop-checks.js';

/** A private endpoint of Azure. */
export interface AzurePrivateEndpoint {
  /** Resource id: `/subscriptions/…/privateEndpoints/…`. */
  readonly resourceId: string;
  /** Its private IPv4 address in your network. */
  readonly ipAddress: string;
}

/** A forwarding rule of Google Cloud: the endpoint for one service attachment. */
export interface GoogleCloudForwardingRule {
  /** Name of the forwarding rule. */
  readonly endpointName: string;
  /** Its private IPv4 address in your network. */
  readonly ipAddress: string;
}

/** The Google Cloud endpoints that form one link without port mapping. */
export interface GoogleCloudEndpointGroup {
  /** Google Cloud project of the endpoints. */
  readonly gcpProjectId: string;
  /** Name of the endpoint group, chosen by you. */
  readonly groupName: string;
  /** One for each service attachment. */
  readonly endpoints: GoogleCloudForwardingRule[];
}

/** The only Google Cloud endpoint of a link with port mapping. */
export interface GoogleCloudPortMappedEndpoint extends GoogleCloudForwardingRule {
  /** Google Cloud project of the endpoint. */
  readonly gcpProjectId: string;
}

/** Data of Atlas's request for a link, by cloud provider. */
export interface PrivateEndpointProperties {
  readonly CloudProvider: CloudProvider;
  readonly EndpointId: string;
  readonly OwnsEndpoint?: boolean;
  readonly PrivateEndpointIpAddress?: string;
  readonly GcpProjectId?: string;
  readonly Endpoints?: { readonly EndpointName: string; readonly IpAddress: string }[];
}

const VPC_ENDPOINT: ValueRule = {
  expected: 'expected a VPC endpoint, such as an InterfaceVpcEndpoint',
  accepts: (value) => hasMember(value, 'vpcEndpointRef'),
};
/** CDK's `IVPCEndpointRef`. */
interface VpcEndpointLike extends IConstruct {
  readonly vpcEndpointRef: { readonly vpcEndpointId: string };
}

const ENDPOINTS: ValueRule = {
  expected: 'expected a list of endpoints, [{ endpointName, ipAddress }]',
  accepts: Array.isArray,
};
const FORWARDING_RULE = { endpointName: FILLED, ipAddress: IP_ADDRESS };

/** The consumer's side of a link: the endpoint that Atlas accepts. */
export class PrivateEndpoint {
  /**
   * A VPC endpoint: `InterfaceVpcEndpoint`, `CfnVPCEndpoint`, or an imported one. An endpoint of this app is tagged, so
   * that an `AtlasPrivateLink` automation in the same account leaves the link to the stack; its link is removed with
   * the resource, even if the automation has registered it.
   *
   * @param endpoint a construct with a `vpcEndpointRef`. The type is that of every construct, because CDK's own
   * interface for it moved between releases, and packages in other languages refer to it.
   * @throws if it is not a VPC endpoint
   */
  static vpcEndpoint(endpoint: IConstruct): PrivateEndpoint {
    refuse(optional('PrivateEndpoint.vpcEndpoint', endpoint ?? null, VPC_ENDPOINT));
    const isOfThisApp = endpoint instanceof InterfaceVpcEndpoint || endpoint instanceof CfnVPCEndpoint;
    if (isOfThisApp) Tags.of(endpoint).add(DECLARED_TAG.KEY, DECLARED_TAG.VALUE);
    return new PrivateEndpoint({
      CloudProvider: 'AWS',
      EndpointId: (endpoint as VpcEndpointLike).vpcEndpointRef.vpcEndpointId,
      ...(isOfThisApp ? { OwnsEndpoint: true } : {}),
    });
  }

  /** A VPC endpoint that was created elsewhere. Its existing link is adopted, and never removed. */
  static vpcEndpointId(endpointId: string): PrivateEndpoint {
    refuse(optional('PrivateEndpoint.vpcEndpointId', endpointId ?? null, VPC_ENDPOINT_ID));
    return new PrivateEndpoint({ CloudProvider: 'AWS', EndpointId: endpointId });
  }

  /** A private endpoint of Azure, for a service whose `cloudProvider` is AZURE. */
  static azure(endpoint: AzurePrivateEndpoint): PrivateEndpoint {
    requireProps('PrivateEndpoint.azure', endpoint, { resourceId: AZURE_ENDPOINT_ID, ipAddress: IP_ADDRESS });
    const { resourceId, ipAddress } = endpoint;
    return new PrivateEndpoint({
      CloudProvider: 'AZURE',
      EndpointId: resourceId,
      PrivateEndpointIpAddress: ipAddress,
    });
  }

  /** Private Service Connect without port mapping; MongoDB turns it off on 2027-04-30. */
  static googleCloud(group: GoogleCloudEndpointGroup): PrivateEndpoint {
    requireProps('PrivateEndpoint.googleCloud', group, {
      gcpProjectId: FILLED,
      groupName: FILLED,
      endpoints: ENDPOINTS,
    });
    const { gcpProjectId, groupName, endpoints } = group;
    for (const [index, endpoint] of endpoints.entries())
      requireProps(`endpoints.${index}`, endpoint, FORWARDING_RULE);
    return new PrivateEndpoint({
      CloudProvider: 'GCP',
      EndpointId: groupName,
      GcpProjectId: gcpProjectId,
      Endpoints: endpoints.map(({ endpointName, ipAddress }) => ({
        EndpointName: endpointName,
        IpAddress: ipAddress,
      })),
    });
  }

  /** Private Service Connect with port mapping: one endpoint, for a service with `portMappingEnabled`. */
  static googleCloudPortMapped(endpoint: GoogleCloudPortMappedEndpoint): PrivateEndpoint {
    requireProps('PrivateEndpoint.googleCloudPortMapped', endpoint, {
      gcpProjectId: FILLED,
      ...FORWARDING_RULE,
    });
    const { gcpProjectId, endpointName, ipAddress } = endpoint;
    // Atlas requires a group name and ignores it.
    return PrivateEndpoint.googleCloud({
      gcpProjectId,
      groupName: endpointName,
      endpoints: [{ endpointName, ipAddress }],
    });
  }

  private constructor(
    /** @internal */
    readonly _properties: PrivateEndpointProperties,
  ) {}
}

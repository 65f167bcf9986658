import { Aws, Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { QueryString } from 'aws-cdk-lib/aws-logs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Metric, type MetricName } from '../../lambda/contract/metrics.js';
import type { DeadLetterQueue } from '../engine/dead-letter-queue.js';
import type { LinkFunction } from '../engine/link-function.js';
import type { ILinkAlarms } from './link-alarms.js';
import { linkMetric } from './link-metrics.js';
import { MEMBER_TROUBLES } from './link-queries.js';
import { Runbook } from './runbook.js';

export interface LinkDashboardProps {
  readonly serviceName: string;
  readonly functions: readonly LinkFunction[];
  readonly deadLetters: DeadLetterQueue;
  readonly alarms: ILinkAlarms;
  /** State machines that the text links to, by their titles. */
  readonly workflows: Readonly<Record<string, IStateMachine>>;
  /** Address at which the team reads `docs/runbook.md`; default: the sections are named. */
  readonly runbookUrl?: string | undefined;
}

const FULL_WIDTH = 24;
const HALF_WIDTH = 12;
const HEIGHT = 6;
/** Period of level metrics, which have one value for each reconciliation. */
const LEVEL_PERIOD = Duration.hours(1);

/** First overview for on-call: alarms, links, Atlas, drift, and events that could not be handled. */
export class LinkDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LinkDashboardProps,
  ) {
    super(scope, id);
    this.dashboard = new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(1),
      widgets: [
        [this.guide()],
        [this.alarmStates()],
        [this.linksByState(), this.conclusions()],
        [this.timeToAvailable(), this.atlas()],
        [this.drift(), this.deadLetters()],
        ...(props.alarms.memberSilent === undefined ? [] : [[this.members(), this.membersByAccount()]]),
        [this.functionErrors(), this.functionThrottles()],
      ],
    });
  }

  private guide(): IWidget {
    const { alarms, workflows } = this.props;
    const runbook = new Runbook(this.props.runbookUrl);
    const sections = ['AtlasPrivateLinkUnhealthy', ...alarms.onMetrics.map(({ node }) => node.id)];
    const executions = Object.entries(workflows).map(([name, { stateMachineArn }]) => {
      const page = `states/home?region=${Aws.REGION}#/statemachines/view/${stateMachineArn}`;
      return `[${name}](https://${Aws.REGION}.console.aws.amazon.com/${page})`;
    });
    const lines = [
      `# MongoDB Atlas PrivateLink: ${this.props.serviceName}`,
      `Runbook (docs/runbook.md), a section for each alarm: ${sections.map((section) => runbook.link(section)).join(' · ')}`,
      `Executions: ${executions.join(' · ')}. Saved queries of Logs Insights: folder ${this.props.serviceName}.`,
    ];
    return new TextWidget({ markdown: lines.join('\n\n'), width: FULL_WIDTH, height: 4 });
  }

  private alarmStates(): IWidget {
    const { alarms } = this.props;
    return new AlarmStatusWidget({
      title: 'Alarms',
      alarms: [alarms.unhealthy, alarms.deadLettersWaiting, ...alarms.onMetrics],
      width: FULL_WIDTH,
      height: 3,
    });
  }

  private linksByState(): IWidget {
    return graph(
      'Links by state, at the last reconciliation',
      [
        this.level(Metric.LINKS_AVAILABLE, 'available'),
        this.level(Metric.LINKS_PENDING, 'pending'),
        this.level(Metric.LINKS_FAILED, 'failed'),
        this.level(Metric.LINKS_RETAINED, 'retained'),
        this.level(Metric.LINKS_UNMANAGED, 'unmanaged'),
      ],
      { stacked: true },
    );
  }

  private conclusions(): IWidget {
    return graph('Conclusions', [
      this.sum(Metric.LINK_AVAILABLE, 'available'),
      this.sum(Metric.LINK_FAILED, 'failed'),
      this.sum(Metric.LINK_TIMED_OUT, 'timed out'),
      this.sum(Metric.LINK_ENDPOINT_DELETED, 'deleted'),
      this.sum(Metric.LINK_REMOVED, 'removed'),
      this.sum(Metric.LINK_RETAINED, 'retained'),
      this.sum(Metric.UNLINK_FAILED, 'not removed'),
    ]);
  }

  private timeToAvailable(): IWidget {
    return graph(
      'Seconds to available',
      ['p50', 'p90', 'Maximum'].map((statistic) =>
        linkMetric(this.props.serviceName, Metric.TIME_TO_AVAILABLE, { statistic, label: statistic }),
      ),
    );
  }

  /** Refusals are few compared to requests, so they have their own axis. */
  private atlas(): IWidget {
    return graph('Atlas Admin API', [this.sum(Metric.ATLAS_REQUESTS, 'requests')], {
      right: [
        this.sum(Metric.ATLAS_ERRORS, 'errors'),
        this.sum(Metric.ATLAS_RATE_LIMITED, 'too many requests (429)'),
        this.sum(Metric.PROJECT_UNREADABLE, 'projects that cannot be read'),
      ],
    });
  }

  private drift(): IWidget {
    return graph('Drift, by reconciliation', [
      this.level(Metric.DRIFT_FOUND, 'found'),
      this.level(Metric.DRIFT_REPAIRED, 'repaired'),
      this.level(Metric.DRIFT_LEFT, 'left to a person'),
    ]);
  }

  private members(): IWidget {
    return graph('Member accounts and Regions, at the last reconciliation', [
      this.level(Metric.MEMBER_SILENT, 'without heartbeat'),
      this.level(Metric.MEMBER_UNREACHABLE, 'role not assumed'),
      this.level(Metric.MEMBER_DEAD_LETTERS, 'events not delivered'),
    ]);
  }

  /** A table and no metric: one for each account would have a price and a graph for each, most of them without content. */
  private membersByAccount(): IWidget {
    return new LogQueryWidget({
      title: 'Troubles of members by account and Region',
      logGroupNames: this.props.functions.map(({ logGroup }) => logGroup.logGroupName),
      queryString: new QueryString(MEMBER_TROUBLES).toString(),
      view: LogQueryVisualizationType.TABLE,
      width: HALF_WIDTH,
      height: HEIGHT,
    });
  }

  private deadLetters(): IWidget {
    const { queue } = this.props.deadLetters;
    return graph('Dead-letter messages', [
      queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', label: 'waiting' }),
    ]);
  }

  private functionErrors(): IWidget {
    const metrics = this.props.functions.map((one) => one.function.metricErrors({ label: one.node.id }));
    return graph('Function errors', metrics);
  }

  private functionThrottles(): IWidget {
    const metrics = this.props.functions.map((one) => one.function.metricThrottles({ label: one.node.id }));
    return graph('Function throttles', metrics);
  }

  private sum(name: MetricName, label: string): IMetric {
    return linkMetric(this.props.serviceName, name, { label });
  }

  private level(name: MetricName, label: string): IMetric {
    const options = { statistic: 'Maximum', period: LEVEL_PERIOD, label };
    return linkMetric(this.props.serviceName, name, options);
  }
}

function graph(
  title: string,
  left: IMetric[],
  options: { readonly right?: IMetric[]; readonly stacked?: boolean } = {},
): IWidget {
  // Counts are never negative: without this, a graph of ones starts at 0.5.
  const axis = { min: 0, showUnits: false };
  return new GraphWidget({
    title,
    left,
    ...options,
    leftYAxis: axis,
    rightYAxis: axis,
    width: HALF_WIDTH,
    height: HEIGHT,
  });
}

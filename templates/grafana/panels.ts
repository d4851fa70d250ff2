import {
  BigValueColorMode,
  BigValueGraphMode,
  GraphThresholdsStyleConfigBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { GraphThresholdsStyleMode, LegendDisplayMode, LegendPlacement } from '@grafana/grafana-foundation-sdk/common';
import { ReduceDataOptionsBuilder, VizLegendOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { datasource } from './provisioning.js';

/** What a row is made of. */
export type Panel = StatBuilder | TimeseriesBuilder;

/** Where a value stops being good; `descending` when less is worse. */
export interface Limits {
  readonly warning: number;
  readonly critical: number;
  readonly descending?: boolean;
}

export interface Query {
  readonly expr: string;
  readonly legend: string;
}

export interface PanelText {
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  readonly limits?: Limits;
}

/** One number with its trend, coloured by its limits; four fit in a row of the overview. */
export function stat(text: PanelText & { readonly expr: string; readonly decimals?: number }): StatBuilder {
  const panel = new StatBuilder()
    .title(text.title)
    .description(text.description)
    .unit(text.unit)
    .datasource(datasource)
    .span(6)
    .height(4)
    .colorMode(text.limits ? BigValueColorMode.Background : BigValueColorMode.None)
    .graphMode(BigValueGraphMode.Area)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .noValue('no data')
    .thresholds(thresholds(text.limits))
    .withTarget(query({ expr: text.expr, legend: text.title }, 0));
  return text.decimals === undefined ? panel : panel.decimals(text.decimals);
}

/** Curves over time, with dashed lines at the limits; three fit in a row. */
export function graph(text: PanelText & { readonly queries: readonly Query[] }): TimeseriesBuilder {
  const panel = new TimeseriesBuilder()
    .title(text.title)
    .description(text.description)
    .unit(text.unit)
    .datasource(datasource)
    .span(8)
    .height(7)
    .min(0)
    .fillOpacity(8)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    )
    .thresholds(thresholds(text.limits));
  if (text.limits) {
    panel.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  }
  text.queries.forEach((each, index) => panel.withTarget(query(each, index)));
  return panel;
}

function query({ expr, legend }: Query, index: number): DataqueryBuilder {
  return new DataqueryBuilder()
    .expr(expr)
    .legendFormat(legend)
    .refId(String.fromCodePoint('A'.codePointAt(0)! + index))
    .datasource(datasource)
    .range();
}

function thresholds(limits: Limits | undefined): ThresholdsConfigBuilder {
  const steps =
    limits === undefined
      ? [{ value: null, color: 'green' }]
      : limits.descending === true
        ? [
            { value: null, color: 'red' },
            { value: limits.critical, color: 'yellow' },
            { value: limits.warning, color: 'green' },
          ]
        : [
            { value: null, color: 'green' },
            { value: limits.warning, color: 'yellow' },
            { value: limits.critical, color: 'red' },
          ];
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps);
}

import { BarChart, CustomChart, HeatmapChart, LineChart, ParallelChart } from 'echarts/charts'
import { GridComponent, LegendComponent, ParallelComponent, VisualMapComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

echarts.use([
  BarChart,
  CustomChart,
  HeatmapChart,
  LineChart,
  ParallelChart,
  GridComponent,
  LegendComponent,
  ParallelComponent,
  VisualMapComponent,
  SVGRenderer,
])

/** Draws a chart as an SVG element. A module of its own, because the library is large and only pages need it. */
export type Charts = (option: ChartOption, size: { readonly width: number; readonly height: number }) => string

/** An option of echarts, whose own type would tie every reader to the library. */
export type ChartOption = Readonly<Record<string, unknown>>

export const charts: Charts = (option, { width, height }) => {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption({
      animation: false,
      backgroundColor: 'transparent',
      textStyle: { fontFamily: 'inherit' },
      ...option,
    })
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}

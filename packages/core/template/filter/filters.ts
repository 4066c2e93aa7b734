import { type NativeTable, tableOf } from "../call/native.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { defaultFilters } from "./default_filters.ts"
import { groupFilters } from "./group_filters.ts"
import { htmlFilters } from "./html_filters.ts"
import { itemFilters } from "./item_filters.ts"
import { joinFilters } from "./join_filters.ts"
import { jsonFilters } from "./json_filters.ts"
import { layoutFilters } from "./layout_filters.ts"
import { letterFilters } from "./letter_filters.ts"
import { numberFilters } from "./number_filters.ts"
import { selectFilters } from "./select_filters.ts"
import { sortFilters } from "./sort_filters.ts"
import { textFilters } from "./text_filters.ts"
import { urlFilters } from "./url_filters.ts"

/** The filters of Jinja2, all of them. */
export const filters: NativeTable<TemplateValue> = tableOf([
  ...defaultFilters,
  ...groupFilters,
  ...htmlFilters,
  ...itemFilters,
  ...joinFilters,
  ...jsonFilters,
  ...layoutFilters,
  ...letterFilters,
  ...numberFilters,
  ...selectFilters,
  ...sortFilters,
  ...textFilters,
  ...urlFilters
])

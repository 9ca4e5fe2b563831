/*
 * The parts every screen is made of. Props in short (`?` optional, children = what stands inside):
 *
 * Screen       {title, count?, back?: {label, to: Route}, actions?, tabs?, aside?, bar?, children}  a whole pane: top bar, body, action bar
 * TopBar       {title, count?, more?, back?, children?}          44 px; children stand right
 * ActionBar    {ids: ActionId[], context?, selected?}            the verbs of the screen, from the actions table
 * Button       {kind?: 'primary'|'plain'|'quiet', size?: 's'|'m'|'l', action?: ActionId, keys?, off?: string, onclick, icon?, children}
 *              `action` takes title, key and click from the table; `off` = why it can't be pressed (stays focusable)
 * KeyHint      {keys: string}                                    'Shift+J', '$mod+K', 'g i': one cap a key
 * Chip         {tone?: 'plain'|'accent'|'risk'|'bad'|'good', icon?, children}
 * Tabs         {items: {id, title, count?, icon?}[], value (bindable), label, onchange?}
 * Segment      {items: {id, title, icon?}[], value (bindable), label, onchange?}
 * Filter       {name, value, onclear?, onclick?}                 'Evidence at least 5 ×'
 * Field        {label, value (bindable), help?, error?, off?, type?, placeholder?, rows?, mono?, oninput?, onsubmit?, autofocus?}
 * Select       {label?, value (bindable), options: {id, title}[], help?, error?, off?, onchange?, bare?}
 * Switch       {label, checked (bindable), help?, off?, onchange?}
 * Checkbox     {label, checked (bindable), off?, onchange?}
 * Importance   {value 0–3|null, onchange, label?}                a radio group that owns the keys 0–3 while focused
 * Dialog       {open (bindable), title, width?, lead?, side?, children, footer?}   traps focus, Esc closes; side: a sheet at the right edge
 * Popover      {open (bindable), anchor: HTMLElement|null, label, side?, align?, width?, children}
 * Choices      {items: {id, title, detail?, icon?, off?}[], onpick, label}  rows of a popover with digit keys 1–9
 * Picker       {label, placeholder, load(text) → Promise<PickItem[]>, onpick, make?}   type to find one; arrows, Enter
 * Notice       {tone: 'accent'|'risk'|'bad'|'good', title, children?, action?}
 * ErrorBox     {problem: Problem, retry?}                        what happened, what is kept, what to do
 * Empty        {icon, title, children, action?}
 * Skeleton     {rows?, height?}                                  appears after 400 ms
 * Progress     {progress: Progress}                              bar + sentence
 * KindIcon     {kind, size?, labelled?}   StageIcon {stage, labelled?}   RiskMeter {level}   SeverityMark {severity}
 * RangeBar     {range: {low, likely, high} | null, max, tone?: 'value'|'risk', label}
 * Sparkline    {weeks, trend, width?, height?}                 TrendChip {trend, bare?}
 * Rename       {open (bindable), anchor, label, name, help, needed?, onrename(name)}   a field in a popover
 * SaveFile     {open (bindable), anchor, save(format), rows(n)}   CSV, Markdown or JSON
 * SourceMix    {operations, changes, voices, usage?}
 * Receipt      {open (bindable), anchor, load: () => Promise<Receipt>, setByHand?}    popover behind any number
 * SeverityMark {severity}   Marked {text, query}
 *
 * Also: state/ (session, route, toast, mutate) and actions.ts; format.ts for numbers, money, ages, dates.
 */
export { default as ActionBar } from './ActionBar.svelte';
export { default as Button } from './Button.svelte';
export { default as Checkbox } from './Checkbox.svelte';
export { default as Chip } from './Chip.svelte';
export { default as Choices } from './Choices.svelte';
export { default as Dialog } from './Dialog.svelte';
export { default as Empty } from './Empty.svelte';
export { default as ErrorBox } from './ErrorBox.svelte';
export { default as Field } from './Field.svelte';
export { default as Filter } from './Filter.svelte';
export { default as Importance } from './Importance.svelte';
export { default as KeyHint } from './KeyHint.svelte';
export { default as KindIcon } from './KindIcon.svelte';
export { default as Marked } from './Marked.svelte';
export { default as Notice } from './Notice.svelte';
export { default as Picker } from './Picker.svelte';
export { default as Popover } from './Popover.svelte';
export { default as Progress } from './Progress.svelte';
export { default as RangeBar } from './RangeBar.svelte';
export { default as Receipt } from './Receipt.svelte';
export { default as Rename } from './Rename.svelte';
export { default as RiskMeter } from './RiskMeter.svelte';
export { default as SaveFile } from './SaveFile.svelte';
export { default as Screen } from './Screen.svelte';
export { default as Segment } from './Segment.svelte';
export { default as Select } from './Select.svelte';
export { default as SeverityMark } from './SeverityMark.svelte';
export { default as Skeleton } from './Skeleton.svelte';
export { default as SourceMix } from './SourceMix.svelte';
export { default as Sparkline } from './Sparkline.svelte';
export { default as StageIcon } from './StageIcon.svelte';
export { default as Switch } from './Switch.svelte';
export { default as Tabs } from './Tabs.svelte';
export { default as TopBar } from './TopBar.svelte';
export { default as TrendChip } from './TrendChip.svelte';
export type { PickItem } from './pick';

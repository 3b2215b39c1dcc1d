import css from '../style/forms.css?inline'
import { addStyles } from './styles.ts'

addStyles(css)

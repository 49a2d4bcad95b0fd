package gotemplate

// The groups of functions.
const (
	groupTemplates = "Templates"
	groupData      = "YAML and JSON"
	groupLogic     = "Logic"
	groupText      = "Text"
	groupRegex     = "Regular expressions"
	groupNumbers   = "Numbers"
	groupLists     = "Lists"
	groupMaps      = "Maps"
	groupTypes     = "Types"
	groupCoding    = "Encodings and hashes"
	groupRefused   = "Refused"
)

// allowed are the functions that templates may call: each gives the same for the same arguments,
// on any machine and at any time.
var allowed = map[string]string{
	groupTemplates: `fail include required tpl`,
	groupData: `fromJson fromJsonArray fromYaml fromYamlArray mustFromJson mustToJson mustToPrettyJson mustToRawJson
		mustToYaml toJson toPrettyJson toRawJson toYaml`,
	groupLogic: `all and any coalesce default empty eq ge gt le lt ne not or ternary`,
	groupText: `abbrev abbrevboth camelcase cat contains hasPrefix hasSuffix html indent initials js kebabcase lower
		nindent nospace plural print printf println quote repeat replace snakecase split splitList splitn squote substr
		swapcase title trim trimAll trimPrefix trimSuffix trimall trunc untitle upper urlquery wrap wrapWith`,
	groupRegex: `mustRegexFind mustRegexFindAll mustRegexMatch mustRegexReplaceAll mustRegexReplaceAllLiteral
		mustRegexSplit regexFind regexFindAll regexMatch regexQuoteMeta regexReplaceAll regexReplaceAllLiteral
		regexSplit`,
	groupNumbers: `add add1 add1f addf atoi biggest ceil div divf duration durationRound float64 floor int int64 max maxf
		min minf mod mul mulf round seq sub subf toDecimal until untilStep`,
	groupLists: `append chunk compact concat first has index initial join last len list mustAppend mustChunk mustCompact
		mustFirst mustHas mustInitial mustLast mustPrepend mustPush mustRest mustReverse mustSlice mustUniq
		mustWithout prepend push rest reverse slice sortAlpha tuple uniq without`,
	groupMaps: `deepCopy dict dig get hasKey keys merge mergeOverwrite mustDeepCopy mustMerge mustMergeOverwrite omit pick
		pluck set unset values`,
	groupTypes: `deepEqual kindIs kindOf toString toStrings typeIs typeIsLike typeOf`,
	groupCoding: `adler32sum b32dec b32enc b64dec b64enc base clean dir ext isAbs semver semverCompare sha1sum sha256sum
		sha512sum urlJoin urlParse`,
}

// refusal is why no template may call some functions.
type refusal struct{ reason, names string }

// refused are the functions that no template may call.
var refused = []refusal{
	{
		"it reads the clock or the machine's time zone, so that what is rendered would change by itself; write the value",
		`ago date dateInZone dateModify date_in_zone date_modify htmlDate htmlDateInZone mustDateModify mustToDate
		must_date_modify now toDate unixEpoch`,
	},
	{
		"it is random, so that each run would render something else; write the value, or have the cluster make it",
		`bcrypt htpasswd randAlpha randAlphaNum randAscii randBytes randInt randNumeric shuffle uuidv4`,
	},
	{
		"it makes or reads a secret, and no secret stands in what is generated; name a Secret that exists",
		`buildCustomCert decryptAES derivePassword encryptAES genCA genCAWithKey genPrivateKey genSelfSignedCert
		genSelfSignedCertWithKey genSignedCert genSignedCertWithKey`,
	},
	{"it reads the environment of the program; give the template a value", `env expandenv`},
	{"it asks the network; give the template a value", `getHostByName`},
	{
		"nothing is rendered with a cluster at hand; give the template a value, or refer to the object by its name",
		`lookup`,
	},
	{
		"it has the paths of the system that the program runs on; call base, clean, dir, ext or isAbs",
		`osBase osClean osDir osExt osIsAbs`,
	},
	{"Kubernetes reads no TOML; write the text itself", `fromToml toToml`},
	{"no value here is a function; include a template", `call`},
	{"it is sprig's own example; write the text", `hello`},
}

// kept are the arguments that functions get as they are, because they look at a single value in
// them, take them apart, or change them for their caller. Whatever puts a value into another one
// gets a copy of it.
var kept = map[string]arguments{
	"all": all, "any": all, "coalesce": all, "default": all, "dig": all, "empty": all, "required": all, "ternary": all,
	"get": all, "hasKey": all, "keys": all, "kindIs": all, "kindOf": all, "typeIs": all, "typeIsLike": all,
	"typeOf": all, "omit": all, "pick": all, "unset": all, "values": all,
	"append": first, "mustAppend": first, "push": first, "mustPush": first, "prepend": first, "mustPrepend": first,
	"chunk": all, "compact": all, "first": all, "initial": all, "last": all, "rest": all, "reverse": all, "slice": all,
	"mustChunk": all, "mustCompact": all, "mustFirst": all, "mustInitial": all, "mustLast": all, "mustRest": all,
	"mustReverse": all, "mustSlice": all,
	"merge": first, "mustMerge": first, "mergeOverwrite": first, "mustMergeOverwrite": first, "set": first,
	"include": last, "tpl": last,
}

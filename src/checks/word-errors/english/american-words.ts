// The words behind the rules of american-spelling.ts.

/** Each a part of a regular expression: what stands before the letters that differ. */
export const stems = {
  our: oneOf(
    '(?<!b)ard arb arm havi cand clam clang col mean dol enam deav fav ferv flav hon hum lab neighb ^od malod parl ranc',
    '(^|de)rig rum savi sav splend succ ^tum val vap vig',
  ),
  re: oneOf(
    'cent fib theat sab calib lust meag mit nit och saltpet scept sepulch somb spect louv goit nnoit philt tit',
    '(^|[iao])lit (^|[aionr])met',
  ),
  ogue: oneOf('anal catal dial demag epil homol monol pedag prol travel'),
  l: oneOf(
    'apparel barrel bevel bowel bushel cancel carol cavil channel chisel council counsel crenel cruel cudgel devil dial',
    'dishevel dowel drivel duel enamel equal flannel fuel funnel gambol gravel grovel hovel initial jewel kennel label',
    'level libel marshal marvel medal metal model panel parcel pedal pencil peril pommel pummel quarrel ravel revel rival',
    'rowel shovel shrivel signal snivel snorkel spiral squirrel stencil swivel tassel tinsel total towel trammel trial',
    'tunnel victual weasel yodel',
  ),
} as const;

/** What stands before the s of a word in -ise that never had a z: advise, exercise, promise, otherwise. */
export const neverIze = new RegExp(
  `(${oneOf(
    '[^d]ai (?<!her)oi (?<!loq)ui wi pri franchi ^.{0,2}i ^peni ^obei',
    '(sun|moon|high)ri ^ceri ^deri (^|mis|un|in)advi devi revi supervi improvi televi clevi',
    'exerci exci inci conci preci circumci absci promi premi ^demi surmi ^remi chemi',
    'adverti chasti ^morti treati practi experti pasti paradi merchandi despi vali trelli verdigri',
    'portculli amarylli chrysali (metro|necro|acro|megalo)poli clitori clemati pelvi epidermi ^manti cannabi ^haggi',
  )})$`,
);

/** In this order. */
export const irregularParts: readonly (readonly [RegExp, string])[] = [
  [/manoeuvre(?=s?$)|manoeuvr/, 'maneuver'],
  // ae and oe of Greek and Latin words
  [/aesth/, 'esth'],
  [/aemi(?=[ac])/, 'emi'],
  [/haem/, 'hem'],
  [/archaeo/, 'archeo'],
  [/palaeo/, 'paleo'],
  [/homoeo/, 'homeo'],
  [/(ortho|cyclo)paed/, '$1ped'],
  [/paed(?=iatr|ophil)/, 'ped'],
  [/gynaec/, 'gynec'],
  [/(rrh|pn)oea/, '$1ea'],
  [/oe(?=dem|soph|str(ogen|us|ous))/, 'e'],
  [/^foet/, 'fet'],
  [/^faec/, 'fec'],
  [/^mediaev/, 'mediev'],
  [/^aetiol/, 'etiol'],
  [/^amoeb/, 'ameb'],
  // other sounds, other letters
  [/^(def|off|pret|lic)enc(?=e|ing)/, '$1ens'],
  [/practis(?=e|ing)/, 'practic'],
  [/(judg|acknowledg|abridg)ement/, '$1ment'],
  [/^(un)?(lik|siz|sal|lov|mov|us|liv|rat|blam|shak)eable/, '$1$2able'],
  [/^(fulfil|enrol|instil|distil|enthral|appal)(?=(s|ment|ments)?$)/, '$1l'],
  [/(?<=skil|^wil|^unwil)ful/, 'lful'],
  [/^instalment/, 'installment'],
  [/tranquilli/, 'tranquili'],
  [/(worship)p(?=ed|er|ing)/, '$1'],
  [/(focus|bias)s(?=ed|es|ing)/, '$1'],
  [/benefitt(?=ed|ing)/, 'benefit'],
  [/^grey(?!hound|lag|wacke)/, 'gray'],
  [/^tyre(?=s?$)/, 'tire'],
  [/^kerb(?=(s|ed|ing|side|stone|stones)?$)/, 'curb'],
  [/^cosi(?=er|est|ly|ness)/, 'cozi'],
  [/^cheque(?=s?$|book)|^chequ/, 'check'],
  [/gramme(?=s?$)/, 'gram'],
  [/plough/, 'plow'],
  [/draught/, 'draft'],
  [/mould/, 'mold'],
  [/moult/, 'molt'],
  [/sulph/, 'sulf'],
  [/sceptic(?!aem)/, 'skeptic'],
  [/^gaol/, 'jail'],
  [/^aero(?=planes?$|foils?$)/, 'air'],
  [/^carburett[eo]r/, 'carburetor'],
  [/^cypher/, 'cipher'],
  [/^waggon/, 'wagon'],
  [/^enquir/, 'inquir'],
  [/^baulk/, 'balk'],
  [/^behov/, 'behoov'],
  [/^moustach/, 'mustach'],
  [/^callisthenic/, 'calisthenic'],
];

/** `british/american`. */
const irregular = `
ageing/aging almanack/almanac almanacks/almanacs aluminium/aluminum annexe/annex artefact/artifact artefacts/artifacts
caesium/cesium cancelation/cancellation cancelations/cancellations chilli/chili chillies/chilies coeliac/celiac
connexion/connection connexions/connections cosy/cozy cosies/cozies eyrie/aerie eyries/aeries furore/furor gipsy/gypsy
gipsies/gypsies hiccough/hiccup hiccoughs/hiccups inflexion/inflection inflexions/inflections jewellery/jewelry
liquorice/licorice maths/math mollusc/mollusk molluscs/mollusks nett/net omelette/omelet omelettes/omelets
pedlar/peddler pedlars/peddlers phoney/phony pyjama/pajama pyjamas/pajamas queueing/queuing rouble/ruble roubles/rubles
speciality/specialty specialities/specialties storey/story storeys/stories titbit/tidbit titbits/tidbits
whisky/whiskey whiskies/whiskeys woollen/woolen woollens/woolens yoghurt/yogurt yoghurts/yogurts
`;

export const irregularWords: ReadonlyMap<string, string> = new Map(
  irregular
    .trim()
    .split(/\s+/)
    .map((pair) => {
      const [british = '', american = ''] = pair.split('/');
      return [british, american];
    }),
);

function oneOf(...lines: readonly string[]): string {
  return lines.join(' ').replaceAll(' ', '|');
}

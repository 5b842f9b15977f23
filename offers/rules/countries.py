"""Country names as the last line of an address, in English (after ISO 3166), with what people also write."""

HOME = frozenset(
    name.strip()
    for name in """
    uk; u.k.; united kingdom; great britain; gb; england; wales; cymru; scotland; northern ireland; jersey; guernsey;
    alderney; sark; isle of man; channel islands
    """.split(";")  # noqa: SIM905 names read better as text
)

ABROAD = frozenset(
    name.strip()
    for name in """
    afghanistan; albania; algeria; american samoa; andorra; angola; anguilla; antigua and barbuda; argentina;
    armenia; aruba; australia; austria; azerbaijan; bahamas; bahrain; bangladesh; barbados; belarus; belgium;
    belize; benin; bermuda; bhutan; bolivia; bonaire; bosnia; bosnia and herzegovina; botswana; brazil;
    british virgin islands; brunei; bulgaria; burkina faso; burma; burundi; cambodia; cameroon; canada; cape verde;
    cayman islands; central african republic; chad; chile; china; colombia; comoros; congo;
    congo (democratic republic); democratic republic of the congo; dr congo; cook islands; costa rica;
    côte d'ivoire; cote d'ivoire; croatia; cuba; curaçao; curacao; cyprus; czech republic; czechia; denmark;
    djibouti; dominica; dominican republic; east timor; ecuador; egypt; eire; el salvador; equatorial guinea;
    eritrea; estonia; eswatini; ethiopia; falkland islands; faroe islands; fiji; finland; france; french guiana;
    french polynesia; gabon; gambia; georgia; germany; ghana; gibraltar; greece; greenland; grenada; guadeloupe;
    guam; guatemala; guinea; guinea-bissau; guyana; haiti; holland; honduras; hong kong; hungary; iceland; india;
    indonesia; iran; iraq; ireland; republic of ireland; israel; italy; ivory coast; jamaica; japan; jordan;
    kazakhstan; kenya; kiribati; kosovo; kuwait; kyrgyzstan; laos; latvia; lebanon; lesotho; liberia; libya;
    liechtenstein; lithuania; luxembourg; macao; macau; macedonia; madagascar; malawi; malaysia; maldives; mali;
    malta; marshall islands; martinique; mauritania; mauritius; mayotte; mexico; micronesia; moldova; monaco;
    mongolia; montenegro; montserrat; morocco; mozambique; myanmar; namibia; nauru; nepal; netherlands;
    new caledonia; new zealand; nicaragua; niger; nigeria; niue; north korea; north macedonia; norway; oman;
    pakistan; palau; palestine; occupied palestinian territories; panama; papua new guinea; paraguay; peru;
    philippines; pitcairn islands; poland; portugal; puerto rico; qatar; réunion; reunion; romania; russia;
    russian federation; rwanda; saint helena; saint kitts and nevis; saint lucia; saint vincent;
    saint vincent and the grenadines; samoa; san marino; sao tome and principe; saudi arabia; senegal; serbia;
    seychelles; sierra leone; singapore; sint maarten; slovakia; slovenia; solomon islands; somalia; somaliland;
    south africa; south korea; south sudan; spain; sri lanka; st helena; st kitts and nevis; st lucia; st vincent;
    st vincent and the grenadines; sudan; suriname; swaziland; sweden; switzerland; syria; taiwan; tajikistan;
    tanzania; thailand; timor-leste; togo; tonga; trinidad and tobago; tunisia; turkey; türkiye; turkiye;
    turkmenistan; turks and caicos islands; tuvalu; uganda; ukraine; united arab emirates; uae; united states;
    united states of america; usa; us; u.s.a.; uruguay; uzbekistan; vanuatu; vatican city; venezuela; vietnam;
    viet nam; wallis and futuna; western sahara; yemen; zambia; zimbabwe
    """.split(";")  # noqa: SIM905 names read better as text
)


def is_home(line: str) -> bool:
    """Whether a line names the United Kingdom, one of its nations or a Crown dependency: its post is inland post."""
    return _named(line) in HOME


def is_abroad(line: str) -> bool:
    """Whether a line names any other country."""
    return _named(line) in ABROAD


def _named(line: str) -> str:
    return " ".join(line.casefold().split()).removeprefix("the ")

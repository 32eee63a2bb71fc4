-- question: which provinces, fields and published figures are there, and what do forms mean?
-- parameters: none
-- grain: none; makes the reference tables

-- Their types are named: to guess them costs a small build a tenth of its time.
create table building.main.provinces as
from read_csv(
    getvariable('reference_folder') || '/provinces.csv',
    header = true,
    auto_detect = false,
    columns = {
        'code': 'varchar',
        'name_zh': 'varchar',
        'full_zh': 'varchar',
        'name_en': 'varchar',
        'abbr': 'varchar',
        'tile_row': 'bigint',
        'tile_column': 'bigint',
        'valid_inventions_2023': 'bigint',
        'valid_utility_models_2023': 'bigint',
        'valid_designs_2023': 'bigint',
        'regular_heis_2025': 'bigint',
        'covered': 'boolean'
    }
);

create table building.main.published as
from read_csv(
    getvariable('reference_folder') || '/published.csv',
    header = true,
    auto_detect = false,
    columns = {
        'indicator': 'varchar',
        'scope': 'varchar',
        'universe': 'varchar',
        'as_of': 'date',
        'precision': 'varchar',
        'value': 'double',
        'bound': 'varchar',
        'unit': 'varchar',
        'source': 'varchar',
        'published_on': 'varchar',
        'url': 'varchar',
        'note': 'varchar',
        'indicator_en': 'varchar',
        'indicator_zh': 'varchar',
        'scope_en': 'varchar',
        'scope_zh': 'varchar',
        'universe_zh': 'varchar',
        'source_zh': 'varchar',
        'note_zh': 'varchar'
    }
);

create table building.main.fields as
from read_csv(
    getvariable('reference_folder') || '/fields.csv',
    header = true,
    auto_detect = false,
    columns = {
        'field': 'bigint',
        'sector_zh': 'varchar',
        'sector_en': 'varchar',
        'name_zh': 'varchar',
        'name_en': 'varchar'
    }
);

create table stage.main.province_forms as
from read_csv(
    getvariable('reference_folder') || '/province_forms.csv',
    header = true,
    auto_detect = false,
    columns = {
        'key': 'varchar',
        'form': 'varchar',
        'code': 'varchar',
        'reason': 'varchar',
        'origin': 'varchar'
    }
);

create table stage.main.ipc_fields as
from read_csv(
    getvariable('reference_folder') || '/ipc_fields.csv',
    header = true,
    auto_detect = false,
    columns = {
        'subclass': 'varchar',
        'main_group': 'bigint',
        'field': 'bigint',
        'origin': 'varchar',
        'split_from': 'varchar'
    }
);

create table stage.main.legal_states as
from read_csv(
    getvariable('reference_folder') || '/legal_states.csv',
    header = true,
    auto_detect = false,
    columns = {
        'priority': 'bigint',
        'pattern': 'varchar',
        'meaning': 'varchar'
    }
)

package main

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
)

type fields = map[string]*schema.Schema

// replacing sets ForceNew on fields and their nested fields:
// a block in Terraform's SDK does not pass ForceNew on to its fields.
func replacing(all fields) fields {
	for _, field := range all {
		if field.Required || field.Optional {
			field.ForceNew = true
		}
		if block, ok := field.Elem.(*schema.Resource); ok {
			replacing(block.Schema)
		}
	}
	return all
}

func merged[V any](parts ...map[string]V) map[string]V {
	all := map[string]V{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}

func required(kind schema.ValueType) *schema.Schema {
	return &schema.Schema{Type: kind, Required: true, Elem: texts(kind)}
}

func optional(kind schema.ValueType) *schema.Schema {
	return &schema.Schema{Type: kind, Optional: true, Elem: texts(kind)}
}

func defaulting(kind schema.ValueType, value any) *schema.Schema {
	return &schema.Schema{Type: kind, Optional: true, Default: value}
}

func optionalComputed(kind schema.ValueType) *schema.Schema {
	return &schema.Schema{Type: kind, Optional: true, Computed: true, Elem: texts(kind)}
}

// texts is the element type of a collection: always strings.
func texts(kind schema.ValueType) any {
	switch kind {
	case schema.TypeList, schema.TypeSet, schema.TypeMap:
		return &schema.Schema{Type: schema.TypeString}
	}
	return nil
}

func block(kind schema.ValueType, content fields) *schema.Schema {
	return &schema.Schema{Type: kind, Optional: true, Elem: &schema.Resource{Schema: content}}
}

func atMostOne(field *schema.Schema) *schema.Schema {
	field.MaxItems = 1
	return field
}

func labelsBlock() *schema.Schema {
	return block(schema.TypeSet, fields{"label": required(schema.TypeString), "value": required(schema.TypeString)})
}

package main

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
)

type attributes = map[string]any

// textList is nil for an empty list: the engine then uses the image's command.
func textList(value any) []string {
	var list []string
	for _, item := range value.([]any) {
		text, _ := item.(string)
		list = append(list, text)
	}
	return list
}

func textSet(value any) []string {
	list := textList(value.(*schema.Set).List())
	slices.Sort(list)
	return list
}

func textMap(value any) map[string]string {
	texts := map[string]string{}
	for key, item := range value.(map[string]any) {
		texts[key] = item.(string)
	}
	return texts
}

// blocks returns the entries of a block that is a list or a set.
func blocks(value any) []attributes {
	list, ok := value.([]any)
	if !ok {
		list = value.(*schema.Set).List()
	}
	entries := []attributes{}
	for _, item := range list {
		if entry, ok := item.(attributes); ok {
			entries = append(entries, entry)
		}
	}
	return entries
}

func labelMap(value any) map[string]string {
	labels := map[string]string{}
	for _, entry := range blocks(value) {
		labels[entry["label"].(string)] = entry["value"].(string)
	}
	return labels
}

func labelBlocks(labels map[string]string) []attributes {
	entries := []attributes{}
	for label, value := range labels {
		entries = append(entries, attributes{"label": label, "value": value})
	}
	return entries
}

// setAll writes attributes to the state.
func setAll(d *schema.ResourceData, values attributes) error {
	for name, value := range values {
		if err := d.Set(name, value); err != nil {
			return err
		}
	}
	return nil
}
